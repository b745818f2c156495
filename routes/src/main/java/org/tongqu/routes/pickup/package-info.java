/** Pick-ups: messages that nobody sends are looked for where partners' systems leave them. */
@NullMarked
package org.tongqu.routes.pickup;

import org.jspecify.annotations.NullMarked;
