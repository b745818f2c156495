/** Ways to break something while records run: each proves that it fired, and mends what does not mend itself. */
@NullMarked
package org.tongqu.ittests.nemesis;

import org.jspecify.annotations.NullMarked;
