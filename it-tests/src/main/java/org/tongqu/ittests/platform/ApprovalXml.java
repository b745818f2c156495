package org.tongqu.ittests.platform;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * The messages of APPROVEDATAINFO as platforms read and answer them: {@code <RESULT><STATUS>…</STATUS><DESC>…</DESC><TIME/><data/></RESULT>},
 * and one application that every one of them has.
 */
public final class ApprovalXml {
    /** What tells two messages of one call apart. */
    private static final List<String> NUMBERS = List.of(
            "SBLSH",
            "SBLSH_SHORT",
            "YWSLZT",
            "YWYSSJ",
            "SPHJDM",
            "SUSPENDTYPE",
            "XH",
            "ATTACH_ID",
            "EXPRESSTYPE",
            "BZSJ");

    private ApprovalXml() {}

    /** The text of the first element of this name; empty if there is none. */
    public static String text(Document message, String name) {
        var found = message.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }

    static Document parse(String xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
        } catch (ParserConfigurationException | SAXException | IOException unreadable) {
            throw new IllegalArgumentException(unreadable);
        }
    }

    /** By what a message is known when it comes again. */
    static String number(String path, Document message) {
        return NUMBERS.stream().map(name -> text(message, name)).collect(Collectors.joining(" ", path + " ", ""));
    }

    static Door.Said result(String status, String words, String data) {
        return new Door.Said(
                200,
                "text/xml;charset=UTF-8",
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><RESULT><STATUS>" + status + "</STATUS><DESC>" + words
                        + "</DESC><TIME>2026-11-26 08:00:00</TIME><data>" + data + "</data></RESULT>");
    }

    /** The application of this number, with its form; nothing of one that begins with {@code N-}. */
    static String application(String number) {
        return number.startsWith("N-")
                ? ""
                : """
                <SPSHENQIN><SBLSH>%s</SBLSH><SBLSH_SHORT>%s</SBLSH_SHORT><SXBM>11990100XXXX0001933000199001000</SXBM>
                <SXMC>示范经营许可</SXMC><SBXMMC>示例申请人申请示范经营许可</SBXMMC><SQRLX>1</SQRLX><SQRMC>示例申请人</SQRMC>
                <SQRZJLX>111</SQRZJLX><SQRZJHM>990101190001010018</SQRZJHM><WSSBQD>1</WSSBQD><SBSJ>20260302090000</SBSJ>
                <XZQHDM>990101</XZQHDM><VERSION>1</VERSION><LIMIT_TIME>5</LIMIT_TIME>
                <XML_DATA><![CDATA[<FORM><COLUMN><NAME>经营面积</NAME><VALUE>120</VALUE></COLUMN>
                <COLUMN><NAME>备注</NAME><VALUE></VALUE></COLUMN></FORM>]]></XML_DATA></SPSHENQIN>
                """
                        .formatted(number, number);
    }
}
