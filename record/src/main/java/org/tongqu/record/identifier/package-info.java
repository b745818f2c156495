/** Identifiers that check themselves: who or what a field names is either well-formed or does not come into being. */
@NullMarked
package org.tongqu.record.identifier;

import org.jspecify.annotations.NullMarked;
