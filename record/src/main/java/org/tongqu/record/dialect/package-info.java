/** What the rooms know of dialects (方言): that messages can be translated, and how a party's system and the gateway show who they are. */
@NullMarked
package org.tongqu.record.dialect;

import org.jspecify.annotations.NullMarked;
