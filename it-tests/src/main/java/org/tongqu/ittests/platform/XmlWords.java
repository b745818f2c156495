package org.tongqu.ittests.platform;

import java.io.IOException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** What stands in the XML of a simulated platform, by the names of its elements. */
final class XmlWords {
    private XmlWords() {}

    /** The text of each element that has no elements in it; of several with one name the first. */
    static Map<String, String> of(String xml) {
        try {
            Document document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(xml)));
            Map<String, String> words = new LinkedHashMap<>();
            collect(document.getDocumentElement(), words);
            return words;
        } catch (ParserConfigurationException | SAXException | IOException noXml) {
            throw new IllegalArgumentException("no XML", noXml);
        }
    }

    private static void collect(Element element, Map<String, String> words) {
        boolean isLeaf = true;
        for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element inside) {
                isLeaf = false;
                collect(inside, words);
            }
        }
        if (isLeaf) {
            words.putIfAbsent(element.getTagName(), element.getTextContent());
        }
    }
}
