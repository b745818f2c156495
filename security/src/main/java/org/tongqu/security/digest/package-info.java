/** SM3 digests and searchable marks of confidential values. */
@NullMarked
package org.tongqu.security.digest;

import org.jspecify.annotations.NullMarked;
