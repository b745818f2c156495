/** What operators do to deliveries, one by one or many at once: jobs 作业, with who ordered them and why. */
@NullMarked
package org.tongqu.record.operation;

import org.jspecify.annotations.NullMarked;
