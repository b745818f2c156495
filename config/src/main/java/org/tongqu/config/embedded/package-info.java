/** Broker and database inside one machine: the broker in this process, PostgreSQL beside it, both durable. */
@NullMarked
package org.tongqu.config.embedded;

import org.jspecify.annotations.NullMarked;
