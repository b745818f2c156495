/** The gateway's own SOAP service: the same road, identities, receipts and errors as REST, for systems that speak nothing else. */
@NullMarked
package org.tongqu.adapters.soap;

import org.jspecify.annotations.NullMarked;
