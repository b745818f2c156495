package org.tongqu.adapters.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountAuthTest {
    private static final AccountAuth ACCOUNT =
            new AccountAuth(Map.of("UserName", "user"), Map.of("Password", "password"));
    private static final Credentials OURS = new Credentials(Map.of("user", () -> "county", "password", () -> "s3cret"));
    private static final ServerSide DOOR = new ServerSide(Clock.systemUTC(), (value, message, until) -> true);
    private static final ClientSide AROUND = new ClientSide(
            "http://partner.example/",
            Clock.systemUTC(),
            new Random(1),
            (path, headers, body) -> CompletableFuture.failedFuture(new IllegalStateException("nothing is fetched")));

    @Test
    void whatIsShownIsKnown() {
        Call call = new Call("send", "<a/>");

        ACCOUNT.sign(call, OURS, AROUND).join();

        assertThat(call.parameters()).isEqualTo(Map.of("UserName", "county", "Password", "s3cret"));
        assertThatCode(() -> ACCOUNT.verify(call, OURS, DOOR)).doesNotThrowAnyException();
        assertThat(ACCOUNT.parameters()).containsExactlyInAnyOrder("UserName", "Password");
        assertThat(ACCOUNT.needs()).extracting(Need::name).isEqualTo(List.of("user", "password"));
        assertThat(ACCOUNT.needs()).extracting(Need::isSecret).isEqualTo(List.of(false, true));
    }

    @ParameterizedTest
    @CsvSource({
        "county,guess,NOT_VALID",
        "other,s3cret,OTHER_CALLER",
        "county,,INCOMPLETE",
        ",s3cret,INCOMPLETE",
        "county,S3CRET,NOT_VALID"
    })
    void whoShowsSomethingElseIsAStranger(
            @Nullable String user, @Nullable String password, NotAuthentic.Reason reason) {
        Call call = new Call("send", "<a/>");
        if (user != null) {
            call.parameters().put("UserName", user);
        }
        if (password != null) {
            call.parameters().put("Password", password);
        }

        NotAuthentic stranger = catchThrowableOfType(NotAuthentic.class, () -> ACCOUNT.verify(call, OURS, DOOR));

        assertThat(stranger.reason()).isEqualTo(reason);
        assertThat(stranger.words()).doesNotContain("guess").doesNotContain("s3cret");
    }

    @Test
    void namesAloneProveNothing() {
        assertThat(new AccountAuth(Map.of("deptCode", "dept-code"), Map.of()).canVerify())
                .isFalse();
        assertThat(ACCOUNT.canVerify()).isTrue();
    }
}
