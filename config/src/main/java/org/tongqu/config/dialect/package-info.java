/** Dialects read from their folders, with every mistake named by file and line at once, and tried on their samples. */
@NullMarked
package org.tongqu.config.dialect;

import org.jspecify.annotations.NullMarked;
