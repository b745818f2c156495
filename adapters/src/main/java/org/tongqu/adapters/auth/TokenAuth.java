package org.tongqu.adapters.auth;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tongqu.record.json.MalformedJson;
import org.tongqu.record.json.StrictJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A token that is fetched with an application's name and secret, carried in each call, and fetched anew when an answer says that it has run
 * out. Those that we issue hold for a while and name their end themselves, so that nothing about them has to be kept.
 */
public final class TokenAuth implements AuthScheme {
    /** The same whichever it is: whoever guesses learns nothing. */
    private static final String FETCH_ANOTHER = "the token is unknown or has run out; fetch another";

    private static final String APP_ID = "app-id";
    private static final String APP_SECRET = "app-secret";

    /** What can stand in a header. */
    private static final Pattern TOKEN = Pattern.compile("[!-~]{1,4096}");

    private final Login login;
    private final List<String> headers;
    private final List<String> parameters;
    private final String idParameter;
    private final IssuedTokens<String> issued = new IssuedTokens<>();

    /**
     * Where the token is fetched, and how.
     *
     * @param path below the party's address, with a slash in front
     * @param idField under which name the application's id is sent
     * @param secretField under which name its secret is sent
     * @param isJson whether they are sent as a JSON object; else as a form
     * @param token where the token stands in the answer, as JSON pointer
     * @param constants what else our answer says, by JSON pointers of one name
     * @param valid how long a token that we issue holds
     */
    public record Login(
            String path,
            String idField,
            String secretField,
            boolean isJson,
            String token,
            Map<String, String> constants,
            Duration valid) {
        /** Copies the map. */
        public Login {
            constants = Map.copyOf(constants);
        }
    }

    /**
     * A scheme.
     *
     * @param login where the token is fetched
     * @param headers in which headers it is carried
     * @param parameters in which parameters; one of the two lists has at least one name
     * @param idParameter in which parameter the application's id is carried beside it; empty if it is not
     */
    public TokenAuth(Login login, List<String> headers, List<String> parameters, String idParameter) {
        this.login = login;
        this.idParameter = idParameter;
        this.headers = List.copyOf(headers);
        this.parameters = List.copyOf(parameters);
        if (headers.isEmpty() && parameters.isEmpty()) {
            throw new IllegalArgumentException("a token needs a header or a parameter");
        }
    }

    @Override
    public List<Need> needs() {
        return List.of(Need.plain(APP_ID), Need.secret(APP_SECRET));
    }

    @Override
    public Set<String> parameters() {
        Set<String> all = new TreeSet<>(parameters);
        if (!idParameter.isEmpty()) {
            all.add(idParameter);
        }
        return all;
    }

    @Override
    public CompletableFuture<Void> sign(Call call, Credentials credentials, ClientSide around) {
        return issued.get(holder(credentials, around), () -> fetch(credentials, around))
                .thenAccept(token -> {
                    headers.forEach(name -> call.headers().put(name, token));
                    parameters.forEach(name -> call.parameters().put(name, token));
                    if (!idParameter.isEmpty()) {
                        call.parameters().put(idParameter, credentials.text(APP_ID));
                    }
                });
    }

    @Override
    public void forget(Call call, Credentials credentials, ClientSide around) {
        issued.forget(holder(credentials, around), token -> Stream.concat(
                        headers.stream().map(call.headers()::get),
                        parameters.stream().map(call.parameters()::get))
                .anyMatch(token::equals));
    }

    private static IssuedTokens.Holder holder(Credentials credentials, ClientSide around) {
        return new IssuedTokens.Holder(around.address(), credentials);
    }

    private CompletableFuture<String> fetch(Credentials credentials, ClientSide around) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(login.idField(), credentials.text(APP_ID));
        fields.put(login.secretField(), credentials.text(APP_SECRET));
        return around.errands()
                .post(login.path(), Map.of("Content-Type", contentType()), login.isJson() ? json(fields) : form(fields))
                .thenApply(this::token);
    }

    private String contentType() {
        return login.isJson() ? "application/json" : "application/x-www-form-urlencoded";
    }

    private String token(Reply reply) {
        try {
            JsonNode token = StrictJson.parse(reply.body()).at(login.token());
            if (reply.status() / 100 == 2
                    && token.isString()
                    && TOKEN.matcher(token.stringValue()).matches()) {
                return token.stringValue();
            }
        } catch (MalformedJson otherAnswer) {
            throw new IllegalStateException("no token in the answer to " + login.path(), otherAnswer);
        }
        throw new IllegalStateException("no token in the answer to " + login.path() + ", status " + reply.status());
    }

    @Override
    public void verify(Call call, Credentials credentials, ServerSide around) throws NotAuthentic {
        String shown = shown(call);
        int dot = shown.indexOf('.');
        String until = dot < 0 ? "" : shown.substring(0, dot);
        if (!Digesting.isSame(token(credentials, until), shown, true)) {
            throw new NotAuthentic(NotAuthentic.Reason.EXPIRED, FETCH_ANOTHER);
        }
        if (!Digesting.millis(until).isAfter(around.clock().instant())) {
            throw new NotAuthentic(NotAuthentic.Reason.RUN_OUT, FETCH_ANOTHER);
        }
    }

    private String shown(Call call) throws NotAuthentic {
        for (String header : headers) {
            if (call.headers().containsKey(header)) {
                return call.headers().get(header).strip();
            }
        }
        for (String parameter : parameters) {
            if (call.parameters().containsKey(parameter)) {
                return call.parameters().get(parameter).strip();
            }
        }
        throw NotAuthentic.incomplete("the token");
    }

    private static String token(Credentials credentials, String until) {
        String about = "token|" + credentials.text(APP_ID) + "|" + until;
        return until + "." + Digesting.hmacSha256Hex(credentials.text(APP_SECRET), about);
    }

    @Override
    public boolean issuesAt(String path) {
        return path.equals(login.path());
    }

    @Override
    public Optional<Reply> issue(String path, Call call, Credentials credentials, ServerSide around)
            throws NotAuthentic {
        if (!path.equals(login.path())) {
            return Optional.empty();
        }
        Digesting.requireHidden(call);
        Digesting.requireCaller(credentials.text(APP_ID), field(call, login.idField()));
        Digesting.requireValid(credentials.text(APP_SECRET), field(call, login.secretField()), false);
        Instant until = around.clock().instant().plus(login.valid());
        ObjectNode answer = StrictJson.object();
        login.constants().forEach((pointer, value) -> put(answer, pointer, value));
        put(answer, login.token(), token(credentials, Long.toString(until.toEpochMilli())));
        return Optional.of(new Reply(200, StrictJson.writeText(answer)));
    }

    private String field(Call call, String name) throws NotAuthentic {
        String value = call.parameters().get(name);
        if (value == null && login.isJson()) {
            try {
                JsonNode member = StrictJson.parse(call.message()).get(name);
                value = member != null && member.isString() ? member.stringValue() : null;
            } catch (MalformedJson otherBody) {
                throw NotAuthentic.incomplete("a JSON object with " + name);
            }
        }
        if (value == null) {
            throw NotAuthentic.incomplete(name);
        }
        return value;
    }

    private static void put(ObjectNode tree, String pointer, String value) {
        String[] names = pointer.substring(1).split("/", -1);
        ObjectNode node = tree;
        for (int i = 0; i < names.length - 1; i++) {
            node = node.get(names[i]) instanceof ObjectNode there ? there : node.putObject(names[i]);
        }
        node.put(names[names.length - 1], value);
    }

    private static String json(Map<String, String> fields) {
        ObjectNode object = StrictJson.object();
        fields.forEach(object::put);
        return StrictJson.writeText(object);
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(one -> URLEncoder.encode(one.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
