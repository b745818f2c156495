package org.tongqu.adapters.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

class SignedMessagesTest {
    private static final String OPERATION = Messages.submit(Messages.json(SoapWorld.SIGNER, "r-1"));
    private static final String EVIL = Messages.submit(Messages.json(SoapWorld.SIGNER, "evil"));

    private final SoapWorld world = new SoapWorld();

    @ParameterizedTest
    @EnumSource(SoapVersion.class)
    void aSignedMessageIsTakenWhoeverMadeTheSignatureAndKeptToTheOctet(SoapVersion version) {
        for (TestKeys keys : List.of(SoapWorld.RSA, SoapWorld.EC)) {
            Signing.Form form = form();
            form.soap = version.namespace();
            form.messageId = "urn:uuid:" + keys.key().getAlgorithm();
            String message = Signing.sign(OPERATION, keys, form);

            assertThat(world.call(message)).contains("<status>202</status>");
            assertThat(world.submitted)
                    .last()
                    .satisfies(taken ->
                            assertThat(taken.message().octets()).isEqualTo(message.getBytes(StandardCharsets.UTF_8)))
                    .satisfies(taken -> assertThat(taken.party()).isEqualTo(SoapWorld.SIGNER));
        }
    }

    @Test
    void theAnswerIsSignedAndRefersToTheCall() {
        String answer = world.call(Signing.sign(OPERATION, SoapWorld.RSA, form()));

        assertThat(answer)
                .contains(
                        "urn:uuid:1</wsa:RelatesTo>",
                        "urn:tongqu:answer:answer-1</wsa:MessageID>",
                        "urn:tongqu:exchange:1:Exchange:submitResponse</wsa:Action>");
        assertThat(signerOf(answer)).isEqualTo(SoapWorld.GATEWAY.certificate());
        assertThat(catchThrowableOfType(
                        AssertionError.class, () -> signerOf(answer.replace("<status>202", "<status>200"))))
                .as("it covers the body")
                .isNotNull();
    }

    @Test
    void aFaultToWhoSignedIsSignedToo() {
        world.answer = record -> {
            throw new Rejection(ProblemCode.NO_RULE, "No rule.");
        };

        String answer = world.call(Signing.sign(OPERATION, SoapWorld.RSA, form()));

        assertThat(answer).contains("<code>NO_RULE</code>");
        assertThat(signerOf(answer)).isEqualTo(SoapWorld.GATEWAY.certificate());
    }

    @Test
    void aMessageIsTakenOnce() {
        String message = Signing.sign(OPERATION, SoapWorld.RSA, form());

        assertThat(world.call(message)).contains("<status>202</status>");
        world.now = SoapWorld.NOON.plusSeconds(299);
        assertThat(world.call(message)).contains("<code>SEAL_INVALID</code>", "came before");
        assertThat(world.submitted).hasSize(1);
    }

    @Test
    void aMessageThatDoesNotHoldUsesNothingUp() {
        String message = Signing.sign(OPERATION, SoapWorld.RSA, form());

        world.call(message.replace("<id>r-1</id>", "<id>r-2</id>"));

        assertThat(world.used).isEmpty();
        assertThat(world.call(message)).contains("<status>202</status>");
    }

    @ParameterizedTest
    @CsvSource({"0, true", "299, true", "300, false", "301, false", "-60, true", "-61, false"})
    void itHoldsFiveMinutesAndAMinuteAhead(long later, boolean taken) {
        String message = Signing.sign(OPERATION, SoapWorld.RSA, form());
        world.now = SoapWorld.NOON.plusSeconds(later);

        String answer = world.call(message);

        assertThat(answer.contains("<status>202</status>")).isEqualTo(taken);
        assertThat(answer.contains("<code>SEAL_TIME</code>")).isEqualTo(!taken);
    }

    @Test
    void itMustBeAddressedToThisGateway() {
        Signing.Form known = form();
        known.to = "https://gateway.example/soap/exchange";
        Signing.Form other = form();
        other.to = "urn:tongqu:site:990100";
        other.messageId = "urn:uuid:2";

        assertThat(world.call(Signing.sign(OPERATION, SoapWorld.RSA, known))).contains("<status>202</status>");
        assertThat(world.call(Signing.sign(OPERATION, SoapWorld.RSA, other)))
                .contains("<code>SEAL_INVALID</code>", "wsa:To");
    }

    @Test
    void whoMustSignAndDoesNotIsRefusedAndWhoNeedNotCannot() {
        assertThat(world.call(Messages.envelope(Messages.token(SoapWorld.SIGNER, "any"), OPERATION)))
                .contains("<code>CHANNEL_NOT_AUTHENTIC</code>");
        assertThat(world.call(Signing.sign(OPERATION, SoapWorld.STRANGER, form())))
                .contains("<code>KEY_NOT_ACCEPTED</code>");
    }

    /** A message that holds, changed so that it must not: signature wrapping, and what makes it possible. */
    @TestFactory
    Stream<DynamicTest> nothingThatIsWrappedOrWeakenedIsTaken() {
        return Stream.of(SoapVersion.values()).flatMap(version -> {
            Map<String, String> attacks = new Attacks(version).all();
            assertThat(attacks).hasSizeGreaterThanOrEqualTo(40);
            assertThat(attacks.values()).allMatch(message -> message.contains(version.namespace()));
            return attacks.entrySet().stream()
                    .map(attack -> DynamicTest.dynamicTest(version + " " + attack.getKey(), () -> {
                        SoapWorld fresh = new SoapWorld();
                        assertThat(refusal(fresh, attack.getValue())).isNotEmpty();
                        assertThat(fresh.submitted).isEmpty();
                    }));
        });
    }

    /** Several guards refuse most attacks; that each of them stands is shown by its own words. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "XSW1|where it does not belong",
                "XSW3|more than once",
                "XSW5|where it does not belong",
                "signed without TS|must cover Timestamp, Body, wsa:To and wsa:MessageID",
                "signed without Body|must cover",
                "signed without To|must cover",
                "signed without ID|must cover",
                "one part signed twice|cannot be signed here, or twice",
                "an Id that another attribute has too|the same Id",
                "an ID of another spelling|the same Id",
                "an xml:id|the same Id",
                "no references|must cover",
                "a reference to somewhere else|must be the Id",
                "an XSLT transform|algorithm of Transform",
                "two transforms|exactly one Transform",
                "two Security headers|stands more than once",
                "for another actor|somebody else",
                "two certificates|exactly one BinarySecurityToken",
                "a changed Body|does not hold",
                "the certificate of somebody else|does not hold",
            })
    void eachGuardStands(String attack, String words) {
        for (SoapVersion version : SoapVersion.values()) {
            String message = new Attacks(version)
                    .all().entrySet().stream()
                            .filter(one -> one.getKey().startsWith(attack))
                            .findFirst()
                            .orElseThrow()
                            .getValue();

            assertThat(refusal(new SoapWorld(), message)).as(version.name()).contains(words);
        }
    }

    /** The last guard, which no message gets to while the others stand: what is processed is what was verified, not something alike. */
    @ParameterizedTest
    @ValueSource(strings = {"none", "Timestamp", "To", "MessageID", "Body"})
    void whatWasVerifiedAreTheVeryElementsThatAreProcessed(String other) {
        Document document = Signing.parse(Signing.sign(OPERATION, SoapWorld.RSA, form()));
        Parts parts = Parts.of(document, SoapVersion.V11);
        SignatureProfile held = SignatureProfile.of(parts);
        SignatureProfile profile = new SignatureProfile(
                elsewhere(held.timestamp(), other),
                held.token(),
                elsewhere(held.to(), other),
                elsewhere(held.messageId(), other));
        Parts processed = new Parts(
                parts.envelope(), parts.header(), elsewhere(parts.body(), other), parts.security(), parts.operation());

        Rejection refused = catchThrowableOfType(
                Rejection.class,
                () -> SignedMessages.requireSignature(processed, profile, SoapWorld.RSA.certificate()));

        if (other.equals("none")) {
            assertThat(refused).isNull();
        } else {
            assertThat(refused.code()).isEqualTo(ProblemCode.SEAL_INVALID);
            assertThat(refused.detail()).contains("does not cover what it must");
        }
    }

    /** A copy, to the last Id the same, of the element of this name. */
    private static Element elsewhere(Element element, String name) {
        return element.getLocalName().equals(name) ? (Element) element.cloneNode(true) : element;
    }

    private static String refusal(SoapWorld world, String message) {
        try {
            String answer = world.call(message);
            return answer.contains(":Fault>") ? answer : "";
        } catch (Rejection atTheDoor) {
            return atTheDoor.code().name();
        }
    }

    /** Messages that hold, changed, in a version of SOAP. */
    private record Attacks(SoapVersion version) {
        Map<String, String> all() {
            Map<String, String> attacks = new LinkedHashMap<>();
            wrapped(attacks);
            weakened(attacks);
            reshaped(attacks);
            return attacks;
        }

        /** The eight places to which the signed Body can be moved, with another in its place; and the same for header blocks. */
        private void wrapped(Map<String, String> attacks) {
            attacks.put("XSW1: the signed Body in a block of the Header, an evil Body with another Id", changed(d -> {
                Element wrapper = wrapper(d, element(d, "Header"));
                moveBody(d, wrapper, "evil");
            }));
            attacks.put("XSW2: the same, the evil Body without an Id", changed(d -> {
                Element wrapper = wrapper(d, element(d, "Header"));
                moveBody(d, wrapper, null);
            }));
            attacks.put("XSW3: the evil Body has the same Id, before the signed one", changed(d -> {
                Element evil = evilBody(d, "Body");
                element(d, "Body").getParentNode().insertBefore(evil, element(d, "Body"));
            }));
            attacks.put(
                    "XSW4: the evil Body has the same Id, behind the signed one",
                    changed(d -> element(d, "Envelope").appendChild(evilBody(d, "Body"))));
            attacks.put("XSW5: the signed Body inside of the evil one", changed(d -> {
                Element signed = element(d, "Body");
                Element evil = evilBody(d, null);
                signed.getParentNode().replaceChild(evil, signed);
                evil.appendChild(signed);
            }));
            attacks.put("XSW6: the signed Body inside of the signature, as an Object", changed(d -> {
                Element object = d.createElementNS(Namespaces.SIGNATURE, "ds:Object");
                element(d, "Signature").appendChild(object);
                moveBody(d, object, null);
            }));
            attacks.put(
                    "XSW7: the signed Body inside of the Security header",
                    changed(d -> moveBody(d, element(d, "Security"), null)));
            attacks.put("XSW8: the signed Body behind the envelope's own", changed(d -> {
                Element signed = element(d, "Body");
                Element evil = evilBody(d, null);
                signed.getParentNode().insertBefore(evil, signed);
            }));
            attacks.put("the whole signed envelope in a block of the Header", envelopeInHeader());
            for (String[] part : new String[][] {{"To", "To"}, {"MessageID", "ID"}, {"Timestamp", "TS"}}) {
                attacks.put(part[0] + " moved into a block, another in its place", changed(d -> {
                    Element signed = element(d, part[0]);
                    Element evil = (Element) signed.cloneNode(true);
                    evil.removeAttributeNS(Namespaces.UTILITY, "Id");
                    evil.setTextContent(part[0].equals("To") ? Signing.SITE : "urn:uuid:evil");
                    signed.getParentNode().replaceChild(evil, signed);
                    wrapper(d, element(d, "Header")).appendChild(signed);
                }));
                attacks.put(part[0] + " twice", changed(d -> {
                    Element signed = element(d, part[0]);
                    Element evil = (Element) signed.cloneNode(true);
                    evil.removeAttributeNS(Namespaces.UTILITY, "Id");
                    signed.getParentNode().insertBefore(evil, signed);
                }));
                attacks.put(part[0] + " twice with one Id", changed(d -> {
                    Element signed = element(d, part[0]);
                    signed.getParentNode().appendChild(signed.cloneNode(true));
                }));
                attacks.put(part[0] + " not there", changed(d -> {
                    Element signed = element(d, part[0]);
                    signed.getParentNode().removeChild(signed);
                }));
            }
            attacks.put("an Id that another attribute has too", changed(d -> element(d, "record")
                    .setAttribute("Id", "Body")));
            attacks.put("an ID of another spelling", changed(d -> wrapper(d, element(d, "Header"))
                    .setAttribute("ID", "Body")));
            attacks.put("an xml:id", changed(d -> wrapper(d, element(d, "Header"))
                    .setAttributeNS("http://www.w3.org/XML/1998/namespace", "xml:id", "Body")));
        }

        private void weakened(Map<String, String> attacks) {
            for (String missing : List.of("TS", "Body", "To", "ID")) {
                attacks.put("signed without " + missing, signed(form -> {
                    form.signed = new ArrayList<>(form.signed);
                    form.signed.remove(missing);
                }));
            }
            attacks.put("one part signed twice", signed(form -> form.signed = List.of("TS", "Body", "To", "ID", "ID")));
            attacks.put(
                    "the whole document signed", signed(form -> form.signed = List.of("", "TS", "Body", "To", "ID")));
            attacks.put("SHA-1 digests", signed(form -> form.digestMethod = Namespaces.SIGNATURE + "sha1"));
            attacks.put("RSA with SHA-1", signed(form -> form.signatureMethod = Namespaces.SIGNATURE + "rsa-sha1"));
            attacks.put(
                    "inclusive canonicalisation of a part",
                    signed(form -> form.transforms = List.of("http://www.w3.org/TR/2001/REC-xml-c14n-20010315")));
            attacks.put(
                    "comments count",
                    signed(form -> form.transforms = List.of(SignatureProfile.EXCLUSIVE + "WithComments")));
            attacks.put(
                    "two transforms",
                    signed(form -> form.transforms =
                            List.of(Namespaces.SIGNATURE + "enveloped-signature", SignatureProfile.EXCLUSIVE)));
            attacks.put("an XSLT transform", algorithm("Transform", "http://www.w3.org/TR/1999/REC-xslt-19991116"));
            attacks.put("an XPath transform", algorithm("Transform", "http://www.w3.org/TR/1999/REC-xpath-19991116"));
            attacks.put(
                    "a MAC in the place of a signature",
                    algorithm("SignatureMethod", Namespaces.SIGNATURE + "hmac-sha1"));
            attacks.put("an unknown signature method", algorithm("SignatureMethod", "urn:none"));
            attacks.put("no references", changed(d -> {
                Element info = element(d, "SignedInfo");
                while (info.getElementsByTagNameNS(Namespaces.SIGNATURE, "Reference")
                                .getLength()
                        > 0) {
                    info.removeChild(info.getElementsByTagNameNS(Namespaces.SIGNATURE, "Reference")
                            .item(0));
                }
            }));
            attacks.put("a reference to somewhere else", changed(d -> element(d, "Reference", Namespaces.SIGNATURE)
                    .setAttribute("URI", "http://127.0.0.1:9/body")));
            attacks.put("a reference by XPointer", changed(d -> element(d, "Reference", Namespaces.SIGNATURE)
                    .setAttribute("URI", "#xpointer(id('Body'))")));
            attacks.put("a changed Body", changed(d -> element(d, "id").setTextContent("evil")));
            attacks.put(
                    "a changed MessageID", changed(d -> element(d, "MessageID").setTextContent("urn:uuid:2")));
            attacks.put(
                    "a changed Timestamp", changed(d -> element(d, "Expires").setTextContent("2026-03-02T05:00:00Z")));
            attacks.put("a changed signature", changed(d -> {
                Element value = element(d, "SignatureValue");
                value.setTextContent("AAAA" + value.getTextContent().strip().substring(4));
            }));
            attacks.put("no signature", changed(d -> element(d, "Security").removeChild(element(d, "Signature"))));
            attacks.put(
                    "the certificate of somebody else",
                    Signing.sign(
                            OPERATION,
                            new TestKeys(SoapWorld.STRANGER.key(), SoapWorld.RSA.certificate()),
                            form(version)));
        }

        private void reshaped(Map<String, String> attacks) {
            attacks.put("two Security headers", changed(d -> {
                Node other = element(d, "Security").cloneNode(false);
                element(d, "Header").appendChild(other);
            }));
            attacks.put("two Security headers, the other first and for another actor", changed(d -> {
                Element other = (Element) element(d, "Security").cloneNode(false);
                other.setAttributeNS(version.namespace(), addressee(), "urn:other");
                element(d, "Header").insertBefore(other, element(d, "Header").getFirstChild());
            }));
            attacks.put("for another actor", changed(d -> element(d, "Security")
                    .setAttributeNS(version.namespace(), addressee(), "urn:other")));
            attacks.put("two signatures", changed(d -> element(d, "Security")
                    .appendChild(element(d, "Signature").cloneNode(true))));
            attacks.put("two certificates", changed(d -> {
                Element other = (Element) element(d, "BinarySecurityToken").cloneNode(true);
                other.setAttributeNS(Namespaces.UTILITY, "wsu:Id", "other");
                element(d, "Security").appendChild(other);
            }));
            attacks.put("a user name beside the signature", changed(d -> element(d, "Security")
                    .appendChild(d.createElementNS(Namespaces.SECURITY, "wsse:UsernameToken"))));
            attacks.put("a key in the place of the token", changed(d -> {
                Element info = element(d, "KeyInfo");
                while (info.getFirstChild() != null) {
                    info.removeChild(info.getFirstChild());
                }
                info.appendChild(d.createElementNS(Namespaces.SIGNATURE, "ds:KeyValue"));
            }));
            attacks.put("a token of another type", changed(d -> element(d, "BinarySecurityToken")
                    .setAttribute("ValueType", SignatureProfile.X509 + "PKIPathv1")));
            attacks.put("a token that is no certificate", changed(d -> element(d, "BinarySecurityToken")
                    .setTextContent("bm9uZQ==")));
            attacks.put("a Body before the Header", changed(d -> element(d, "Envelope")
                    .insertBefore(element(d, "Body"), element(d, "Header"))));
            attacks.put("an element behind the Body", changed(d -> element(d, "Envelope")
                    .appendChild(d.createElementNS("urn:other", "more"))));
        }

        private String envelopeInHeader() {
            Document signed = Signing.parse(Signing.sign(OPERATION, SoapWorld.RSA, form(version)));
            Document evil = Signing.parse(Signing.sign(EVIL, SoapWorld.STRANGER, form(version)));
            Element block = wrapper(evil, element(evil, "Header"));
            block.appendChild(evil.importNode(signed.getDocumentElement(), true));
            return Signing.text(evil);
        }

        private String signed(Consumer<Signing.Form> change) {
            Signing.Form form = form(version);
            change.accept(form);
            return Signing.sign(OPERATION, SoapWorld.RSA, form);
        }

        private String algorithm(String element, String algorithm) {
            return changed(d -> element(d, element, Namespaces.SIGNATURE).setAttribute("Algorithm", algorithm));
        }

        private String changed(Consumer<Document> change) {
            Document document = Signing.parse(Signing.sign(OPERATION, SoapWorld.RSA, form(version)));
            change.accept(document);
            return Signing.text(document);
        }

        private static Element wrapper(Document document, Element parent) {
            Element wrapper = document.createElementNS("urn:other", "x:wrapper");
            parent.appendChild(wrapper);
            return wrapper;
        }

        private void moveBody(Document document, Element into, String id) {
            Element signed = element(document, "Body");
            signed.getParentNode().replaceChild(evilBody(document, id), signed);
            into.appendChild(signed);
        }

        private Element evilBody(Document document, String id) {
            Element evil = document.createElementNS(version.namespace(), "soap:Body");
            if (id != null) {
                evil.setAttributeNS(Namespaces.UTILITY, "wsu:Id", id);
            }
            evil.appendChild(document.importNode(Signing.parse(EVIL).getDocumentElement(), true));
            return evil;
        }

        /** To whom a block is addressed has another name in each version. */
        private String addressee() {
            return version == SoapVersion.V11 ? "soap:actor" : "soap:role";
        }
    }

    private static Element element(Document document, String name) {
        return element(document, name, "*");
    }

    private static Element element(Document document, String name, String namespace) {
        return (Element) document.getElementsByTagNameNS(namespace, name).item(0);
    }

    private static Signing.Form form() {
        return form(SoapVersion.V11);
    }

    private static Signing.Form form(SoapVersion version) {
        Signing.Form form = new Signing.Form(SoapWorld.NOON);
        form.soap = version.namespace();
        return form;
    }

    /** Who signed an answer, by the JDK's own XML signatures; fails unless the signature holds and covers what it must. */
    private static X509Certificate signerOf(String answer) {
        return Verifying.signer(answer);
    }
}
