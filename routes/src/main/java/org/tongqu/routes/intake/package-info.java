/** From a request to a receipt. The type of the body says how far a record has come. */
@NullMarked
package org.tongqu.routes.intake;

import org.jspecify.annotations.NullMarked;
