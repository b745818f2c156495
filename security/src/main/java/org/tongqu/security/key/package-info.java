/** Keys and certificates: where they rest, how they are made, and whether a party's key is to be trusted now. */
@NullMarked
package org.tongqu.security.key;

import org.jspecify.annotations.NullMarked;
