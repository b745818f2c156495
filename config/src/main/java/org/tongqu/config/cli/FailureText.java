package org.tongqu.config.cli;

import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.MalformedJson;
import org.tongqu.security.key.KeyFileProblem;

/** Says in one line, in both languages, why a command failed. */
final class FailureText {
    private FailureText() {}

    /** For the operator; never a stack trace. */
    static String of(Throwable failure) {
        String said = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        if (failure instanceof NoSuchFileException) {
            return "文件不存在 / no such file: " + said;
        }
        if (failure instanceof AccessDeniedException) {
            return "没有权限 / permission denied: " + said;
        }
        if (failure instanceof ConnectException) {
            return "网关没有应答，请确认它在运行、地址正确 / the gateway does not answer; see that it runs and the address is right";
        }
        if (failure instanceof HttpTimeoutException) {
            return "网关没有及时应答 / the gateway did not answer in time";
        }
        if (failure instanceof KeyFileProblem) {
            return "密钥文件不可用 / the key file cannot be used: " + said;
        }
        if (failure instanceof MalformedJson) {
            return "不是合格的 JSON / not acceptable JSON: " + said;
        }
        if (failure instanceof Rejection rejection) {
            return "未通过验证 / does not hold: " + rejection.code() + " " + said;
        }
        return said;
    }
}
