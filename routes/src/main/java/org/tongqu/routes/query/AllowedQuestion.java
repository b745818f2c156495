package org.tongqu.routes.query;

import java.util.Optional;
import org.tongqu.record.query.Query;
import org.tongqu.record.schema.QuerySchema;
import org.tongqu.record.sharing.Projection;
import org.tongqu.record.site.Party;

/**
 * A question that a rule allows.
 *
 * @param query what is kept of it
 * @param provider who is asked
 * @param schema of its type
 * @param granted what of each result the asker may have; empty for all
 */
record AllowedQuestion(Query query, Party provider, QuerySchema schema, Optional<Projection> granted) {}
