package org.tongqu.config.files;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A YAML mapping that is read key by key. Every key asked for is known; {@link #refuseUnknown()} at the end names the others.
 * Scalars are texts as written, so {@code 990101} stays {@code 990101} and {@code no} stays {@code no}.
 */
public final class YamlMap {
    private final String file;
    private final Problems problems;
    private final Place place;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Place> keys = new LinkedHashMap<>();
    private final Set<String> known = new TreeSet<>();

    public YamlMap(MappingNode mapping, String file, Problems problems) {
        this.file = file;
        this.problems = problems;
        this.place = place(mapping);
        for (NodeTuple tuple : mapping.getValue()) {
            Place at = place(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.add(at, "键必须是文本 / a key must be a text", "写成 键: 值 / write key: value");
            } else if (values.putIfAbsent(key.getValue(), tuple.getValueNode()) != null) {
                problems.add(
                        at,
                        "键 \"" + key.getValue() + "\" 重复 / key \"" + key.getValue() + "\" stands twice",
                        "删除一处 / remove one");
            } else {
                keys.put(key.getValue(), at);
            }
        }
    }

    private YamlMap(YamlMap first, YamlMap second) {
        this.file = first.file;
        this.problems = first.problems;
        this.place = first.place;
        values.putAll(second.values);
        values.putAll(first.values);
        keys.putAll(second.keys);
        keys.putAll(first.keys);
        known.addAll(first.known);
    }

    /** The keys of this mapping, and of another one those that are not here. */
    public YamlMap over(YamlMap other) {
        return new YamlMap(this, other);
    }

    public Place place() {
        return place;
    }

    public Set<String> names() {
        return keys.keySet();
    }

    public Place placeOf(String key) {
        return keys.getOrDefault(key, place);
    }

    public boolean has(String key) {
        known.add(key);
        return values.containsKey(key);
    }

    /** The text of a key; empty if it is absent, or is no text, which is then a problem. */
    public Optional<Placed<String>> text(String key) {
        return value(key).flatMap(node -> scalar(node, key));
    }

    /** Like {@link #text(String)}, and its absence is a problem. */
    public Optional<Placed<String>> requiredText(String key) {
        return require(key) ? text(key) : Optional.empty();
    }

    /** The mapping below a key; empty if it is absent, or is no mapping, which is then a problem. */
    public Optional<YamlMap> map(String key) {
        return value(key).flatMap(node -> mapping(node, key));
    }

    /** Like {@link #map(String)}, and its absence is a problem. */
    public Optional<YamlMap> requiredMap(String key) {
        return require(key) ? map(key) : Optional.empty();
    }

    /** The mappings in a list; empty if the key is absent. */
    public List<YamlMap> maps(String key) {
        List<YamlMap> maps = new ArrayList<>();
        for (Node item : items(key)) {
            mapping(item, key).ifPresent(maps::add);
        }
        return maps;
    }

    /** The texts in a list, or the one text that stands in its place; empty if the key is absent. */
    public List<Placed<String>> texts(String key) {
        List<Placed<String>> texts = new ArrayList<>();
        for (Node item : items(key)) {
            scalar(item, key).ifPresent(texts::add);
        }
        return texts;
    }

    /** Like {@link #texts(String)}; absent or empty is a problem. */
    public List<Placed<String>> requiredTexts(String key) {
        if (!require(key)) {
            return List.of();
        }
        if (items(key).isEmpty()) {
            problems.add(placeOf(key), "\"" + key + "\" 为空 / \"" + key + "\" is empty", "至少写一项 / give at least one");
        }
        return texts(key);
    }

    /** Items that are either a text, or a mapping of one text to one text: the text with what stands behind the colon. */
    public List<Map.Entry<Placed<String>, Optional<Placed<String>>>> marked(String key) {
        List<Map.Entry<Placed<String>, Optional<Placed<String>>>> marked = new ArrayList<>();
        for (Node item : items(key)) {
            if (item instanceof MappingNode mapping) {
                YamlMap one = new YamlMap(mapping, file, problems);
                for (String name : one.names()) {
                    one.text(name)
                            .ifPresent(mark ->
                                    marked.add(Map.entry(new Placed<>(name, one.placeOf(name)), Optional.of(mark))));
                }
            } else {
                scalar(item, key).ifPresent(text -> marked.add(Map.entry(text, Optional.empty())));
            }
        }
        return marked;
    }

    /** What stands below a key as a tree: plain whole numbers and truth values as such, every other scalar as text. */
    public Optional<JsonNode> tree(String key) {
        return value(key).map(YamlMap::tree);
    }

    private static JsonNode tree(Node node) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (node instanceof MappingNode mapping) {
            ObjectNode object = nodes.objectNode();
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode name) {
                    object.set(name.getValue(), tree(tuple.getValueNode()));
                }
            }
            return object;
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = nodes.arrayNode();
            sequence.getValue().forEach(item -> array.add(tree(item)));
            return array;
        }
        ScalarNode scalar = (ScalarNode) node;
        String text = scalar.getValue();
        boolean isPlain = scalar.getScalarStyle() == ScalarStyle.PLAIN;
        if (isPlain && text.matches("-?(0|[1-9][0-9]{0,17})")) {
            return nodes.numberNode(Long.parseLong(text));
        }
        if (isPlain && (text.equals("true") || text.equals("false"))) {
            return nodes.booleanNode(text.equals("true"));
        }
        return nodes.stringNode(text);
    }

    public boolean isText(String key) {
        return value(key).filter(ScalarNode.class::isInstance).isPresent();
    }

    /** Names every key that nobody asked for, with the nearest known one. */
    public void refuseUnknown() {
        keys.forEach((key, at) -> {
            if (!known.contains(key)) {
                problems.add(at, "未知的键 \"" + key + "\" / unknown key \"" + key + "\"", Problems.suggest(key, known));
            }
        });
    }

    private boolean require(String key) {
        if (has(key)) {
            return true;
        }
        problems.add(place, "缺少 \"" + key + "\" / \"" + key + "\" is missing", "补上 " + key + ": / add " + key + ":");
        return false;
    }

    private Optional<Node> value(String key) {
        known.add(key);
        return Optional.ofNullable(values.get(key));
    }

    private List<Node> items(String key) {
        Optional<Node> node = value(key);
        if (node.isEmpty()) {
            return List.of();
        }
        return node.get() instanceof SequenceNode sequence ? sequence.getValue() : List.of(node.get());
    }

    private Optional<Placed<String>> scalar(Node node, String key) {
        if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return Optional.of(new Placed<>(scalar.getValue(), place(node)));
        }
        problems.add(
                place(node),
                "\"" + key + "\" 应为非空文本 / \"" + key + "\" must be a text, not empty",
                "写成 " + key + ": 文本 / write " + key + ": text");
        return Optional.empty();
    }

    private Optional<YamlMap> mapping(Node node, String key) {
        if (node instanceof MappingNode mapping) {
            return Optional.of(new YamlMap(mapping, file, problems));
        }
        problems.add(
                place(node),
                "\"" + key + "\" 应为键值结构 / \"" + key + "\" must be a mapping",
                "在下面缩进写 键: 值 / write key: value below it, indented");
        return Optional.empty();
    }

    private Place place(Node node) {
        return node.getStartMark()
                .map(mark -> new Place(mark.getName(), mark.getLine() + 1))
                .orElseGet(() -> new Place(file, 0));
    }
}
