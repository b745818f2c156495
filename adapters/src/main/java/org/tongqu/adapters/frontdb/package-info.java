/** Front-end databases (前置库): rows that partners' systems leave for us, and rows that we leave for them. */
@NullMarked
package org.tongqu.adapters.frontdb;

import org.jspecify.annotations.NullMarked;
