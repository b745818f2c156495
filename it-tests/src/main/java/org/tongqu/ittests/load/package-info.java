/** Load and its counterparts: bodies, a sender, a sink and a fetching party, lean enough to share a small machine with a gateway. */
@NullMarked
package org.tongqu.ittests.load;

import org.jspecify.annotations.NullMarked;
