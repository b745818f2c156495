/** Our seals against other makers' implementations: OpenSSL and sm-crypto. */
@NullMarked
package org.tongqu.security.strangers;

import org.jspecify.annotations.NullMarked;
