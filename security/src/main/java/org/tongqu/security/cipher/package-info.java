/** What rests in the ledger is encrypted: SM4-GCM under monthly data keys, wrapped by a master key. */
@NullMarked
package org.tongqu.security.cipher;

import org.jspecify.annotations.NullMarked;
