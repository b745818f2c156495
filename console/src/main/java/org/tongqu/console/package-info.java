/** What operators see and do: a status page, and an API for the command line. Asks ports only. */
@NullMarked
package org.tongqu.console;

import org.jspecify.annotations.NullMarked;
