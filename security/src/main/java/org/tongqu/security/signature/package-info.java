/** Raw signatures over octets: SM2 with SM3, ECDSA, Ed25519 and RSA-PSS, each with its one recipe. */
@NullMarked
package org.tongqu.security.signature;

import org.jspecify.annotations.NullMarked;
