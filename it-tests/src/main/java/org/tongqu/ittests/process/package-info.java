/** The packaged gateway as a process of its own: started, watched, measured, killed. Linux only. */
@NullMarked
package org.tongqu.ittests.process;

import org.jspecify.annotations.NullMarked;
