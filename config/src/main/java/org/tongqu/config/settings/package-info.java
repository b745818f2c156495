/** The settings that the gateway runs with, told to operators. */
@NullMarked
package org.tongqu.config.settings;

import org.jspecify.annotations.NullMarked;
