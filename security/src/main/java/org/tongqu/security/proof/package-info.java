/** Makes and verifies the proof of who reads: a compact JWS that counts once. */
@NullMarked
package org.tongqu.security.proof;

import org.jspecify.annotations.NullMarked;
