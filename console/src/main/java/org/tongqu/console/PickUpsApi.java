package org.tongqu.console;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.port.PickUpLedger;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What operators see of front-end databases and folders. */
@RestController
@RequestMapping(path = "/admin/v1/pick-ups", produces = MediaType.APPLICATION_JSON_VALUE)
final class PickUpsApi {
    private static final int MOST = 1000;

    private final AdminGuard guard;
    private final PickUpLedger pickUps;

    PickUpsApi(AdminGuard guard, PickUpLedger pickUps) {
        this.guard = guard;
        this.pickUps = pickUps;
    }

    /** What was refused where it lay and not taken since, the latest first, at most 1000. */
    @GetMapping("/refused")
    ResponseEntity<byte[]> refused(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String who) {
        return guard.answer(who, () -> {
            ObjectNode answer = StrictJson.object();
            ArrayNode refused = answer.putArray("refused");
            pickUps.refusals(MOST).forEach(one -> refused.addObject()
                    .put("party", one.party().value())
                    .put("where", one.message().where())
                    .put("call", one.message().call())
                    .put("digest", one.message().digest())
                    .put("code", one.message().code())
                    .put("reason", one.message().reason())
                    .put("times", one.times())
                    .put("since", one.since().toString())
                    .put("last", one.lastAt().toString()));
            return ResponseEntity.ok(StrictJson.write(answer));
        });
    }
}
