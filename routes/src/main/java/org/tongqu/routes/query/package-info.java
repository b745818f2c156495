/** From a question to its answer: one hop, nothing waits in a queue. The type of the body says how far a question has come. */
@NullMarked
package org.tongqu.routes.query;

import org.jspecify.annotations.NullMarked;
