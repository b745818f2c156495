package org.tongqu.routes.query;

import org.tongqu.record.Digest;
import org.tongqu.record.envelope.BusinessRecord;
import org.tongqu.record.schema.QuerySchema;

/**
 * A question whose seal holds and whose envelope and data are as they should be.
 *
 * @param question its envelope
 * @param digest of its octets
 * @param schema of its type
 */
record ReadQuestion(BusinessRecord question, Digest digest, QuerySchema schema) {}
