/** What every route is written with: typed steps, and what is logged when something fails that never should. */
@NullMarked
package org.tongqu.routes.step;

import org.jspecify.annotations.NullMarked;
