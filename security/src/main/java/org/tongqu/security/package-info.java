/** Seals, trust, keys, digests and ciphers: who may enter, and how that is proved. */
@NullMarked
package org.tongqu.security;

import org.jspecify.annotations.NullMarked;
