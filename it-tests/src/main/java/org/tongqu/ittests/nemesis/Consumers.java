package org.tongqu.ittests.nemesis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.tongqu.record.json.StrictJson;

/** New versions of the site under load: partners take one delivery at once, then five, then one, then as many as before. */
record Consumers(String name) implements Injector {
    static final Consumers OF_ALL = new Consumers("consumers-1-5-1");
    private static final Duration LOAD = Duration.ofMillis(1_500);

    @Override
    public void strike(Scene scene) {
        for (int consumers : List.of(1, 5, 1)) {
            scene.partners()
                    .forEach(partner -> scene.site().writeParty(partner.party().taking(consumers)));
            apply(scene);
            scene.pause(LOAD);
        }
        scene.partners().forEach(partner -> scene.site().writeParty(partner.party()));
        apply(scene);
    }

    private static void apply(Scene scene) {
        try {
            scene.gateway()
                    .operator()
                    .post(
                            "/admin/v1/site/apply",
                            StrictJson.object()
                                    .put("directory", scene.site().directory().toString())
                                    .put("who", "nemesis"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
