package org.tongqu.config.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import org.tongqu.record.KeyId;
import org.tongqu.record.PartyId;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.seal.SealType;
import org.tongqu.record.seal.SealedText;
import org.tongqu.security.digest.Sm3;
import org.tongqu.security.key.PemFiles;
import org.tongqu.security.key.SealingKey;
import org.tongqu.security.proof.ProofMaker;
import org.tongqu.security.seal.SealMaker;

/** One party's side of the wire: seals, submits, fetches, confirms. Thread-safe. */
public final class DemoClient {
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private final HttpClient http;
    private final URI gateway;
    private final String site;
    private final PartyId party;
    private final SealMaker seals;
    private final ProofMaker proofs;
    private final Clock clock;

    /**
     * @param http to be shared
     * @param gateway its base URL
     * @param site the site id
     * @param key the party's private key
     */
    public DemoClient(HttpClient http, URI gateway, String site, SealingKey key, Clock clock) {
        this.http = http;
        this.gateway = gateway;
        this.site = site;
        this.party = key.kid().party();
        this.seals = new SealMaker(key);
        this.proofs = new ProofMaker(key, clock, new SecureRandom());
        this.clock = clock;
    }

    /** The key in a PEM file under a name. */
    public static SealingKey key(PemFiles pem, Path file, KeyId kid) {
        return new SealingKey(kid, pem.readPrivateKey(file));
    }

    /** Who this is. */
    public PartyId party() {
        return party;
    }

    /** Submits a record. */
    public HttpResponse<String> submit(byte[] octets) throws IOException, InterruptedException {
        Seal seal = seals.seal(SealType.RECORD, site, clock.instant(), octets);
        return http.send(
                request("/v1/records")
                        .header("Content-Type", "application/cloudevents+json")
                        .header("Seal", seal.text())
                        .POST(HttpRequest.BodyPublishers.ofByteArray(octets))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Uploads a material under its digest; repeatable. */
    public HttpResponse<String> upload(byte[] octets) throws IOException, InterruptedException {
        String target = "/v1/materials/" + new Sm3().sm3(octets);
        return http.send(
                request(target)
                        .header("Authorization", "Seal " + proofs.proof(site, "PUT", target))
                        .PUT(HttpRequest.BodyPublishers.ofByteArray(octets))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Fetches from the inbox, waiting up to 20 s. */
    public HttpResponse<String> fetch(int max) throws IOException, InterruptedException {
        String target = "/v1/inbox?max=" + max + "&wait=20";
        return http.send(
                request(target)
                        .header("Authorization", "Seal " + proofs.proof(site, "GET", target))
                        .GET()
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Hands in receipts for what was fetched: a JSON array of flattened JWS. */
    public HttpResponse<String> confirm(String receipts) throws IOException, InterruptedException {
        String target = "/v1/inbox/receipts";
        return http.send(
                request(target)
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Seal " + proofs.proof(site, "POST", target))
                        .POST(HttpRequest.BodyPublishers.ofString(receipts))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** This party's sealed word on a delivery. */
    public SealedText sealed(String receipt) {
        return new SealedText(
                receipt, seals.seal(SealType.ACK, site, clock.instant(), receipt.getBytes(StandardCharsets.UTF_8)));
    }

    private HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(gateway.resolve(target)).timeout(PATIENCE);
    }
}
