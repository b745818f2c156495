/** TLS with certificates on both sides: what is shown, and who is trusted. */
@NullMarked
package org.tongqu.security.tls;

import org.jspecify.annotations.NullMarked;
