/** Makes and verifies seals: detached JWS over exact octets, in the strict profile of the wire. */
@NullMarked
package org.tongqu.security.seal;

import org.jspecify.annotations.NullMarked;
