package org.tongqu.config.dialect;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tongqu.adapters.dialect.CodeMap;
import org.tongqu.adapters.dialect.Converter;
import org.tongqu.adapters.dialect.Converters;
import org.tongqu.adapters.dialect.Converters.MoneyUnit;
import org.tongqu.adapters.dialect.TimeForms;
import org.tongqu.config.files.Place;
import org.tongqu.config.files.Placed;
import org.tongqu.config.files.Problems;
import org.tongqu.config.files.YamlMap;

/** Reads how the value of one row becomes another: {@code as}, and what goes with it. */
final class ConverterReader {
    private static final List<String> CONVERTERS = List.of(
            "text",
            "integer",
            "decimal",
            "flag",
            "time",
            "day",
            "code",
            "filled",
            "padded",
            "joined",
            "base64",
            "money",
            "digest",
            "media-type");

    private final Map<String, CodeMap> codes;
    private final TimeForms times;
    private final Problems problems;

    ConverterReader(Map<String, CodeMap> codes, TimeForms times, Problems problems) {
        this.codes = codes;
        this.times = times;
        this.problems = problems;
    }

    /** The converter; empty, with problems noted, if it cannot be used. */
    Optional<Converter> read(YamlMap line) {
        Place place = line.placeOf("as");
        String as = line.text("as").map(Placed::value).orElse("text");
        return switch (as) {
            case "text" -> Optional.of(Converters.text());
            case "integer" -> Optional.of(Converters.integer());
            case "decimal" -> Optional.of(Converters.decimal());
            case "base64" -> Optional.of(Converters.base64());
            case "media-type" -> Optional.of(Converters.mediaType());
            case "money" -> unit(line).map(Converters::money);
            case "time" -> forms(line).map(Converters::time);
            case "day" -> forms(line).flatMap(forms -> day(line, forms));
            case "flag" -> Optional.of(Converters.flag(parameter(line, "yes", "1"), parameter(line, "no", "0")));
            case "digest" -> digest(line);
            case "joined" -> Optional.of(joined(line));
            case "filled" -> filled(line);
            case "padded" -> padded(line);
            case "code" -> line.requiredText("codes").flatMap(this::codes).map(Converters::code);
            default -> {
                problems.add(
                        place,
                        "没有转换 \"" + as + "\" / there is no converter \"" + as + "\"",
                        Problems.suggest(as, CONVERTERS));
                yield Optional.empty();
            }
        };
    }

    private static Converter joined(YamlMap line) {
        String separator = parameter(line, "separator", ",");
        return line.text("member")
                .map(member -> Converters.joined(separator, member.value()))
                .orElseGet(() -> Converters.joined(separator));
    }

    private Optional<MoneyUnit> unit(YamlMap line) {
        Optional<Placed<String>> unit = line.text("unit");
        return unit.isEmpty()
                ? Optional.of(MoneyUnit.YUAN)
                : unit.get()
                        .as(word -> MoneyUnit.valueOf(word.toUpperCase(Locale.ROOT)), "fen, yuan, wan", problems)
                        .map(Placed::value);
    }

    private Optional<Converter> digest(YamlMap line) {
        if (!parameter(line, "direction", "both").equals("out")) {
            problems.add(
                    line.placeOf("direction"),
                    "摘要只能发出 / a digest only goes out",
                    "写 direction: out / write direction: out");
        }
        return line.requiredText("of")
                .flatMap(text -> text.as(Converters::digest, "MD5, SHA-256", problems))
                .map(Placed::value);
    }

    private Optional<Converter> filled(YamlMap line) {
        Optional<Placed<Integer>> from = length(line, "from");
        Optional<Placed<Integer>> to = length(line, "to");
        if (from.isEmpty() || to.isEmpty()) {
            return Optional.empty();
        }
        if (from.get().value() < 1 || from.get().value() >= to.get().value()) {
            problems.add(
                    line.placeOf("to"),
                    "to 应大于 from / to must be greater than from",
                    "例如 from: 6, to: 12 / such as from: 6, to: 12");
            return Optional.empty();
        }
        return Optional.of(Converters.filled(to.get().value(), '0', from.get().value()));
    }

    private Optional<Converter> padded(YamlMap line) {
        Optional<Placed<Integer>> width = length(line, "to");
        Optional<Placed<Character>> with = line.requiredText("with")
                .flatMap(text -> text.as(ConverterReader::character, "一个字符 / one character", problems));
        Optional<Placed<Boolean>> isLeft =
                line.requiredText("side").flatMap(text -> text.as(ConverterReader::isLeft, "left, right", problems));
        return width.isPresent() && with.isPresent() && isLeft.isPresent()
                ? Optional.of(Converters.padded(
                        width.get().value(), with.get().value(), isLeft.get().value()))
                : Optional.empty();
    }

    private static char character(String text) {
        if (text.length() != 1) {
            throw new IllegalArgumentException("one character is expected");
        }
        return text.charAt(0);
    }

    private static boolean isLeft(String text) {
        return switch (text) {
            case "left" -> true;
            case "right" -> false;
            default -> throw new IllegalArgumentException("neither left nor right");
        };
    }

    private Optional<Placed<Integer>> length(YamlMap line, String key) {
        return line.requiredText(key).flatMap(text -> text.as(Integer::valueOf, "例如 12 / such as 12", problems));
    }

    private Optional<Converter> day(YamlMap line, TimeForms forms) {
        if (forms.writesEpoch()) {
            problems.add(
                    line.placeOf("form"),
                    "日期不能写成毫秒数或秒数 / a day cannot be written as a number of milliseconds or seconds",
                    "写 form: yyyyMMdd 之类 / add form: yyyyMMdd or the like");
            return Optional.empty();
        }
        return Optional.of(Converters.day(forms));
    }

    private Optional<TimeForms> forms(YamlMap line) {
        Optional<Placed<String>> form = line.text("form");
        return form.isEmpty()
                ? Optional.of(times)
                : form.get()
                        .as(times::writing, "例如 yyyyMMdd / such as yyyyMMdd", problems)
                        .map(Placed::value);
    }

    private Optional<CodeMap> codes(Placed<String> name) {
        @Nullable CodeMap map = codes.get(name.value());
        if (map == null) {
            problems.add(
                    name.place(),
                    "没有代码对照表 codes/" + name.value() + ".csv / there is no code map",
                    Problems.suggest(name.value(), codes.keySet()));
        }
        return Optional.ofNullable(map);
    }

    private static String parameter(YamlMap line, String key, String otherwise) {
        return line.text(key).map(Placed::value).orElse(otherwise);
    }
}
