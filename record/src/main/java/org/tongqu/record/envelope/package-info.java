/** The envelope of a record: a structured CloudEvents 1.0 event, read strictly and kept to the octet. */
@NullMarked
package org.tongqu.record.envelope;

import org.jspecify.annotations.NullMarked;
