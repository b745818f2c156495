/** One record on its way to one party: its identity, its states, what a claim brings and how an attempt ends. */
@NullMarked
package org.tongqu.record.delivery;

import org.jspecify.annotations.NullMarked;
