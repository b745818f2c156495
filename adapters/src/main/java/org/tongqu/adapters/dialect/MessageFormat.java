package org.tongqu.adapters.dialect;

import java.util.SortedMap;
import tools.jackson.databind.JsonNode;

/** How a partner's messages are written. */
public enum MessageFormat {
    /** JSON; strict, in UTF-8 after conversion. */
    JSON {
        @Override
        public JsonNode read(String text) throws Untranslatable {
            return JsonText.read(text);
        }

        @Override
        public String write(JsonNode message) {
            return JsonText.write(message);
        }
    },
    /** XML 1.0 of elements and texts: an element is a member, several of one name are a list; attributes do not count. */
    XML {
        @Override
        public JsonNode read(String text) throws Untranslatable {
            return XmlText.read(text);
        }

        @Override
        public String write(JsonNode message) throws Untranslatable {
            return XmlText.write(message);
        }
    };

    /** What the reader of XML is set to, by name. */
    public static SortedMap<String, String> xmlSettings() {
        return XmlText.settings();
    }

    /**
     * The message as a tree.
     *
     * @throws Untranslatable if it is not of this format
     */
    public abstract JsonNode read(String text) throws Untranslatable;

    /**
     * The tree as a message, members in their order.
     *
     * @throws Untranslatable if it holds a character that this format cannot hold
     */
    public abstract String write(JsonNode message) throws Untranslatable;
}
