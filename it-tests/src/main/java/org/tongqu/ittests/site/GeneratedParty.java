package org.tongqu.ittests.site;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tongqu.record.PartyId;
import org.tongqu.record.seal.SealAlgorithm;

/**
 * A party to generate.
 *
 * @param id who
 * @param kind of the party file
 * @param endpoint how deliveries reach it
 */
public record GeneratedParty(PartyId id, String kind, Reached endpoint) {
    /** How deliveries reach a generated party. */
    public sealed interface Reached {
        /** It fetches. */
        record Fetches() implements Reached {}

        /** It only sends. */
        record OnlySends() implements Reached {}

        /**
         * The gateway posts to it.
         *
         * @param url where to
         * @param timeout as in a party file: {@code 5s}
         * @param repeat {@code safe} or {@code unsafe}
         * @param consumers how many deliveries it takes at once
         */
        record Pushed(String url, String timeout, String repeat, int consumers) implements Reached {
            private static final int AS_BY_DEFAULT = 16;

            /** One that takes as many at once as a party takes whose file does not say. */
            public Pushed(String url, String timeout, String repeat) {
                this(url, timeout, repeat, AS_BY_DEFAULT);
            }
        }

        /**
         * Its system and the gateway call each other in its dialect; its files lie below {@code /files/}.
         *
         * @param url where its interface is
         * @param dialect the family
         * @param credentials as in a party file, for both ways
         * @param gateway where it finds the gateway, to fetch files; empty if it is told no addresses
         */
        record Speaks(String url, String dialect, Map<String, String> credentials, String gateway) implements Reached {
            /** A system that is told no addresses. */
            public Speaks(String url, String dialect, Map<String, String> credentials) {
                this(url, dialect, credentials, "");
            }
        }

        /**
         * It only answers questions.
         *
         * @param url where its interface is
         * @param dialect the family
         * @param credentials as in a party file
         */
        record AnswersQueries(String url, String dialect, Map<String, String> credentials) implements Reached {}

        /**
         * It calls the SOAP service, and fetches there.
         *
         * @param access as in a party file
         * @param key what its key {@code k2} is for, with which it signs; empty if it does not sign
         */
        record CallsSoap(String access, Optional<SealAlgorithm> key) implements Reached {
            /** One that shows a password, which is where this says. */
            public static CallsSoap withPassword(String reference) {
                return new CallsSoap("{password: \"" + reference + "\"}", Optional.empty());
            }

            /** One that shows the certificate with this fingerprint when it connects. */
            public static CallsSoap showing(String fingerprint) {
                return new CallsSoap("{caller-certificate: \"" + fingerprint + "\"}", Optional.empty());
            }

            /** One that signs with RSA or on P-256. */
            public static CallsSoap signing(SealAlgorithm key) {
                return new CallsSoap("{signature: required}", Optional.of(key));
            }
        }

        /**
         * It has a front-end database.
         *
         * @param database as in a party file, without braces
         * @param isTold whether deliveries to it are rows there; else it only leaves rows
         */
        record HasTables(String database, boolean isTold) implements Reached {}

        /**
         * It exchanges files.
         *
         * @param folder where it leaves them, as in a party file, without braces; empty if it does not
         * @param endpoint where it finds ours, as in a party file after {@code mode: files}, without braces; empty if it gets none
         */
        record HasFolders(String folder, String endpoint) implements Reached {}

        /**
         * Its system only calls us.
         *
         * @param dialect the family
         * @param credentials as in a party file
         */
        record OnlyCalls(String dialect, Map<String, String> credentials) implements Reached {}
    }

    /** A party that only sends. */
    public static GeneratedParty sender(String id) {
        return new GeneratedParty(new PartyId(id), "window", new Reached.OnlySends());
    }

    /** A party that fetches from its inbox. */
    public static GeneratedParty fetching(String id) {
        return new GeneratedParty(new PartyId(id), "department", new Reached.Fetches());
    }

    /** A party to which the gateway posts; repeats are safe, 10 s for one request. */
    public static GeneratedParty pushed(String id, String url) {
        return new GeneratedParty(new PartyId(id), "department", new Reached.Pushed(url, "10s", "safe"));
    }

    /** The same party, taking this many deliveries at once. */
    public GeneratedParty taking(int consumers) {
        return endpoint instanceof Reached.Pushed pushed
                ? new GeneratedParty(
                        id, kind, new Reached.Pushed(pushed.url(), pushed.timeout(), pushed.repeat(), consumers))
                : this;
    }

    private static String conversation(String dialect, Map<String, String> credentials) {
        return "dialect: " + dialect + ", credentials: {"
                + credentials.entrySet().stream()
                        .map(one -> one.getKey() + ": \"" + one.getValue() + "\"")
                        .collect(Collectors.joining(", "))
                + "}";
    }

    private static String files(String address) {
        return address.isEmpty() ? "" : ", files: [\"" + address + "\"]";
    }

    /** What its key for WS-Security is for; empty if it needs none. */
    Optional<SealAlgorithm> channelKey() {
        return endpoint instanceof Reached.CallsSoap soap ? soap.key() : Optional.empty();
    }

    private String channelKeyYaml() {
        return channelKey()
                .map(algorithm -> "\n  - {id: k2, algorithm: " + algorithm + ", certificate: keys/" + id + ".k2.pem}")
                .orElse("");
    }

    String yaml() {
        String id = this.id.value();
        String endpoint;
        if (this.endpoint instanceof Reached.Pushed pushed) {
            endpoint = "{mode: push, url: \"" + pushed.url() + "\", timeout: " + pushed.timeout() + ", repeat: "
                    + pushed.repeat() + ", consumers: " + pushed.consumers() + "}";
        } else if (this.endpoint instanceof Reached.Speaks speaks) {
            String conversation = conversation(speaks.dialect(), speaks.credentials());
            endpoint = "{mode: push, url: \"" + speaks.url() + "\", timeout: 5s, repeat: safe, receipt: channel, "
                    + conversation + files(speaks.gateway()) + "}\ncalls: {" + conversation
                    + files(speaks.url() + "/files/") + "}";
        } else if (this.endpoint instanceof Reached.AnswersQueries answers) {
            endpoint = "{mode: none}\nanswers: {url: \"" + answers.url() + "\", timeout: 5s, "
                    + conversation(answers.dialect(), answers.credentials()) + "}";
        } else if (this.endpoint instanceof Reached.OnlyCalls calls) {
            endpoint = "{mode: none}\ncalls: {" + conversation(calls.dialect(), calls.credentials()) + "}";
        } else if (this.endpoint instanceof Reached.HasTables tables) {
            endpoint = (tables.isTold()
                            ? "{mode: tables, timeout: 5s, repeat: by-query, receipt: channel}"
                            : "{mode: none}")
                    + "\nfrontdb: {" + tables.database() + "}";
        } else if (this.endpoint instanceof Reached.HasFolders folders) {
            endpoint = (folders.endpoint().isEmpty() ? "{mode: none}" : "{mode: files, " + folders.endpoint() + "}")
                    + (folders.folder().isEmpty() ? "" : "\nfolder: {" + folders.folder() + "}");
        } else if (this.endpoint instanceof Reached.CallsSoap soap) {
            endpoint = "{mode: pull}\nsoap: " + soap.access();
        } else {
            endpoint = this.endpoint instanceof Reached.Fetches ? "{mode: pull}" : "{mode: none}";
        }
        return """
                id: %s
                name: {zh: 测试机构 %s, en: Party %s}
                level: county
                kind: %s
                keys:
                  - {id: k1, algorithm: SM2SM3, certificate: keys/%s.pem}%s
                endpoint: %s
                """
                .formatted(id, id, id, kind, id, channelKeyYaml(), endpoint);
    }
}
