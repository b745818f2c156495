package org.tongqu.routes.query;

import org.tongqu.record.Digest;
import org.tongqu.record.envelope.BusinessRecord;
import org.tongqu.record.schema.QuerySchema;

/**
 * A question whose seal holds and whose envelope and data are as they should be.
 *
 * @param asked as it came
 * @param question its envelope
 * @param mark by which it is known again
 * @param schema of its type
 */
record ReadQuestion(AskedQuestion asked, BusinessRecord question, Digest mark, QuerySchema schema) {}
