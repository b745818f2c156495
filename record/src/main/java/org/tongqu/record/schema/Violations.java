package org.tongqu.record.schema;

/** The words for each broken rule; made of the schema's own terms only, never of what the sender wrote. */
final class Violations {

    private Violations() {}

    /** A broken keyword of JSON Schema; {@code bound} is the keyword's value where it is a plain one. */
    static Violation of(String keyword, String pointer, String bound) {
        return switch (keyword) {
            case "required" -> new Violation(pointer, keyword, "缺少必填字段", "required field is missing");
            case "additionalProperties" ->
                new Violation(pointer, keyword, "未定义的字段", "field is not defined by the schema");
            case "type" -> new Violation(pointer, keyword, "类型应为 " + bound, "must be of type " + bound);
            case "maxLength" ->
                new Violation(pointer, keyword, "长度超过 " + bound, "longer than " + bound + " characters");
            case "minLength" ->
                new Violation(pointer, keyword, "长度不足 " + bound, "shorter than " + bound + " characters");
            case "maxItems" -> new Violation(pointer, keyword, "项数超过 " + bound, "more than " + bound + " items");
            case "minItems" -> new Violation(pointer, keyword, "项数不足 " + bound, "fewer than " + bound + " items");
            case "maximum" -> new Violation(pointer, keyword, "大于上限 " + bound, "greater than " + bound);
            case "minimum" -> new Violation(pointer, keyword, "小于下限 " + bound, "less than " + bound);
            case "pattern" -> new Violation(pointer, keyword, "不符合格式 " + bound, "does not match the pattern " + bound);
            case "oneOf" ->
                new Violation(
                        pointer,
                        keyword,
                        "几组字段须恰取其一，见说明",
                        "needs exactly one of several groups of fields; see the description");
            case "enum", "const" -> new Violation(pointer, keyword, "不在允许的取值范围内", "is not one of the allowed values");
            default -> new Violation(pointer, keyword, "违反规则 " + keyword, "breaks the rule " + keyword);
        };
    }

    static Violation code(String pointer, CodeTable table) {
        String name = table.name() + " " + table.version();
        return new Violation(
                pointer,
                "code:" + table.name(),
                "代码不在代码表「" + table.titleZh() + "」(" + name + ")中",
                "code is not in the code table " + name);
    }

    static Violation identifier(String pointer, String kind, String term, String rule) {
        return new Violation(
                pointer,
                "identifier:" + kind,
                "不是有效的" + term + "（" + rule + "）",
                "is not a valid " + kind + " (" + rule + ")");
    }

    static Violation format(String pointer, String format) {
        return format.equals("date")
                ? new Violation(pointer, "format", "日期应为 yyyy-MM-dd", "must be a date, yyyy-MM-dd")
                : new Violation(
                        pointer,
                        "format",
                        "时间应为 yyyy-MM-ddTHH:mm:ss.SSSZ（UTC，毫秒）",
                        "must be an RFC 3339 time in UTC with milliseconds, yyyy-MM-ddTHH:mm:ss.SSSZ");
    }
}
