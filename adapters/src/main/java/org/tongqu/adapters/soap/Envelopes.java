package org.tongqu.adapters.soap;

import org.tongqu.adapters.rest.Problem;

/** Whole messages around what is answered, as text. Stateless. */
final class Envelopes {
    private Envelopes() {}

    /** An answer. */
    static String of(SoapVersion version, String headers, String body) {
        return "<soap:Envelope xmlns:soap=\"" + version.namespace() + "\"><soap:Header>" + headers
                + "</soap:Header><soap:Body>" + body + "</soap:Body></soap:Envelope>";
    }

    /** A fault: whose it is, its title in both languages, and the problem as REST would tell it. */
    static String fault(SoapVersion version, Problem problem) {
        String detail = XmlAnswer.element("problem", answer -> answer.members(problem.toJson()));
        String reason = escaped(problem.titleZh() + " · " + problem.titleEn() + ": " + problem.detail());
        String code = version.faultCode(problem.status());
        return version == SoapVersion.V11
                ? "<soap:Fault><faultcode>soap:" + code + "</faultcode><faultstring>" + reason
                        + "</faultstring><detail>" + detail + "</detail></soap:Fault>"
                : "<soap:Fault><soap:Code><soap:Value>soap:" + code
                        + "</soap:Value></soap:Code><soap:Reason><soap:Text xml:lang=\"zh\">" + reason
                        + "</soap:Text></soap:Reason><soap:Detail>" + detail + "</soap:Detail></soap:Fault>";
    }

    /** A text as XML has it between tags. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().filter(c -> XmlAnswer.canSay(Character.toString(c))).forEach(c -> {
            switch (c) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }
}
