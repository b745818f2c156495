package org.tongqu.routes.query;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the provider answered, as much of it as the asker may have.
 *
 * @param question to which question
 * @param results what the asker gets
 */
record HeardAnswer(BegunQuestion question, List<ObjectNode> results) {}
