package org.tongqu.record.ticket;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.PartyId;
import tools.jackson.databind.JsonNode;

/**
 * The dispatch catalogue 派单目录: who handles which topic in which division. The first entry that fits counts.
 *
 * @param entries in the order of the file
 */
public record DispatchCatalogue(List<Entry> entries) {
    /** A catalogue that names nobody. */
    public static final DispatchCatalogue EMPTY = new DispatchCatalogue(List.of());

    /** Copies the list. */
    public DispatchCatalogue {
        entries = List.copyOf(entries);
    }

    /** Who handles a ticket with this data; empty if the catalogue does not say. */
    public Optional<PartyId> handlerOf(JsonNode data) {
        String topic = data.path("topicCode").asString("");
        String subtopic = data.path("subtopicCode").asString("");
        String area = data.path("place").path("areaCode").asString("");
        return entries.stream()
                .filter(entry -> entry.fits(topic, subtopic, area))
                .map(Entry::handler)
                .findFirst();
    }

    /**
     * One line.
     *
     * @param topic a topic or sub-topic; null for every one
     * @param area a division of 6 or 12 digits, with all that lies in it; null for every one
     * @param handler who handles it
     */
    public record Entry(@Nullable String topic, @Nullable String area, PartyId handler) {
        private boolean fits(String topicCode, String subtopicCode, String areaCode) {
            return (topic == null || topic.equals(topicCode) || topic.equals(subtopicCode))
                    && (area == null || areaCode.startsWith(significant(area)));
        }

        /** The digits without the zeros by which a division stands for all that lies in it. */
        private static String significant(String area) {
            String digits = area;
            for (int end : new int[] {9, 6, 4, 2}) {
                if (digits.length() > end && digits.substring(end).chars().allMatch(c -> c == '0')) {
                    digits = digits.substring(0, end);
                }
            }
            return digits;
        }
    }
}
