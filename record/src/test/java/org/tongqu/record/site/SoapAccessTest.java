package org.tongqu.record.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

class SoapAccessTest {
    @Test
    void somethingMustShowWhoCalls() {
        assertThatThrownBy(() -> new SoapAccess(false, null, Set.of(), Set.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new SoapAccess(true, null, Set.of(), Set.of()).signs()).isTrue();
        assertThat(new SoapAccess(false, () -> "secret", Set.of(), Set.of()).toString())
                .doesNotContain("secret");
    }
}
