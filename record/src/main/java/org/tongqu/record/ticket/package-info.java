/** The life of a hotline ticket 工单: its states, what fits them, whose turn it is, within which limits. Pure; docs/hotline.md shows the table. */
@NullMarked
package org.tongqu.record.ticket;

import org.jspecify.annotations.NullMarked;
