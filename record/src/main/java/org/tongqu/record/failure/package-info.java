/** What can go wrong and how it is said: stable codes, problem documents, in Chinese and English. */
@NullMarked
package org.tongqu.record.failure;

import org.jspecify.annotations.NullMarked;
