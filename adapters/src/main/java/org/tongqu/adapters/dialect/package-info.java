/**
 * Translation as data: what a platform calls things, how it writes dates and codes, and how it says yes or no. A dialect is compiled
 * once from its tables and translates between a partner's message and the data of a record, both ways from one table.
 */
@NullMarked
package org.tongqu.adapters.dialect;

import org.jspecify.annotations.NullMarked;
