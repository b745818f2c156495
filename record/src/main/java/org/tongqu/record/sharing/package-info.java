/** Who may have what: sharing rules, grants of fields, masks. Default is deny. */
@NullMarked
package org.tongqu.record.sharing;

import org.jspecify.annotations.NullMarked;
