package org.tongqu.ittests.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NamedPointsTest {
    private static final Pattern PLACE = Pattern.compile("CLASS (\\S+)\\s+METHOD (\\w+)");

    /** A point whose method was renamed would never be reached, and be noticed after minutes only. */
    @ParameterizedTest
    @EnumSource
    void everyPointIsSomewhere(NamedPoints.Point point) throws ClassNotFoundException {
        Matcher place = PLACE.matcher(point.rule(1));
        assertThat(place.find()).isTrue();

        assertThat(Arrays.stream(Class.forName(place.group(1)).getDeclaredMethods()))
                .anyMatch(method -> method.getName().equals(place.group(2)));
    }
}
