package org.tongqu.config.settings;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.tongqu.record.port.EffectiveSettings;

/**
 * The settings of all that runs, each group asked of the one that is set so.
 *
 * @param groups who tells which group
 */
public record SettingsInForce(Map<String, Supplier<SortedMap<String, String>>> groups) implements EffectiveSettings {
    /** Copies the map. */
    public SettingsInForce {
        groups = Map.copyOf(groups);
    }

    @Override
    public SortedMap<String, SortedMap<String, String>> inForce() {
        SortedMap<String, SortedMap<String, String>> settings = new TreeMap<>();
        groups.forEach((group, tell) -> settings.put(group, tell.get()));
        return settings;
    }
}
