/** Seals: detached JWS (RFC 7515 appendix F, RFC 7797) over exact octets, as text, as header and inside JSON. */
@NullMarked
package org.tongqu.record.seal;

import org.jspecify.annotations.NullMarked;
