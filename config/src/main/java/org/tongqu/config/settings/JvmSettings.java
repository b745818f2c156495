package org.tongqu.config.settings;

import java.io.ObjectInputFilter;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What this JVM refuses and what it opens. */
public final class JvmSettings {
    private JvmSettings() {}

    /** By name. */
    public static SortedMap<String, String> inForce() {
        SortedMap<String, String> settings = new TreeMap<>();
        settings.put("serial-filter", String.valueOf(ObjectInputFilter.Config.getSerialFilter()));
        settings.put(
                "mbean-domains",
                String.join(
                        " ",
                        new TreeSet<>(Arrays.asList(
                                ManagementFactory.getPlatformMBeanServer().getDomains()))));
        return settings;
    }
}
