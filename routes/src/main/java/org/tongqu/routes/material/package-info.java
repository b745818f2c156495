/** Files of what is told and asked (附件): materials of ours, and where a message has them. */
@NullMarked
package org.tongqu.routes.material;

import org.jspecify.annotations.NullMarked;
