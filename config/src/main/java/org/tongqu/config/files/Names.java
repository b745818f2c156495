package org.tongqu.config.files;

import java.util.Optional;

/** The two names of a thing: {@code name: {zh: …, en: …}}. */
public record Names(String zh, String en) {
    public static Names read(YamlMap parent) {
        Optional<YamlMap> name = parent.requiredMap("name");
        Names names = new Names(
                name.flatMap(n -> n.requiredText("zh")).map(Placed::value).orElse(""),
                name.flatMap(n -> n.requiredText("en")).map(Placed::value).orElse(""));
        name.ifPresent(YamlMap::refuseUnknown);
        return names;
    }
}
