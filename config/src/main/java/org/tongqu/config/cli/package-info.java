/** The command line: what an operator types. */
@NullMarked
package org.tongqu.config.cli;

import org.jspecify.annotations.NullMarked;
