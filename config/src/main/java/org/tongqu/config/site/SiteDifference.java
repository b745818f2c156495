package org.tongqu.config.site;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.tongqu.record.expression.RecordExpression;
import org.tongqu.record.sharing.SharingRule;
import org.tongqu.record.sharing.SharingRules;
import org.tongqu.record.site.Site;

/** What differs between two versions of a site, as lines an operator reads before and after a change. */
public final class SiteDifference {
    private SiteDifference() {}

    /** One line per thing added ({@code +}), removed ({@code -}) or changed ({@code ~}); empty if nothing that counts differs. */
    public static List<String> between(Site before, Site after) {
        List<String> lines = new ArrayList<>();
        if (!own(before).equals(own(after))) {
            lines.add("~ site " + after.id());
        }
        compare("party", before.parties(), after.parties(), Objects::equals, lines);
        compare("rule", byName(before.rules()), byName(after.rules()), SiteDifference::same, lines);
        compare("query rule", byName(before.queries()), byName(after.queries()), SiteDifference::same, lines);
        if (!before.hotline().equals(after.hotline())) {
            lines.add("~ hotline");
        }
        compare("calendar", before.calendar().notices(), after.calendar().notices(), Objects::equals, lines);
        return List.copyOf(lines);
    }

    private static List<Object> own(Site site) {
        return List.of(
                site.id(),
                site.nameZh(),
                site.nameEn(),
                site.level(),
                site.gatewayKeys(),
                site.limits(),
                site.trustAnchors(),
                site.revocationLists());
    }

    private static Map<String, SharingRule> byName(SharingRules rules) {
        return rules.all().stream().collect(Collectors.toMap(SharingRule::name, rule -> rule));
    }

    /** Expressions are the same if their texts are. */
    private static boolean same(SharingRule a, SharingRule b) {
        return a.types().equals(b.types())
                && a.from().equals(b.from())
                && a.to().equals(b.to())
                && a.by().equals(b.by())
                && a.when().map(RecordExpression::source).equals(b.when().map(RecordExpression::source))
                && a.grant().equals(b.grant())
                && a.purpose().equals(b.purpose())
                && a.legalBasis().equals(b.legalBasis())
                && a.onward().equals(b.onward());
    }

    private static <K extends Comparable<K>, V> void compare(
            String what, Map<K, V> before, Map<K, V> after, BiPredicate<V, V> same, List<String> lines) {
        TreeSet<K> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());

        for (K name : names) {
            V was = before.get(name);
            V is = after.get(name);
            if (was == null) {
                lines.add("+ " + what + " " + name);
            } else if (is == null) {
                lines.add("- " + what + " " + name);
            } else if (!same.test(was, is)) {
                lines.add("~ " + what + " " + name);
            }
        }
    }
}
