package org.tongqu.config.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.tongqu.config.demo.DemoGuide;
import org.tongqu.config.demo.DemoSite;
import org.tongqu.config.embedded.StartRefused;
import org.tongqu.config.site.SiteLoader;
import org.tongqu.config.site.SiteSettings.Listen;
import org.tongqu.record.schema.Schemas;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the demonstration county: the gateway in one child process, its parties in another. */
@Command(
        name = "demo",
        description = "运行演示县及模拟机构 · run the demo county with simulated parties",
        mixinStandardHelpOptions = true)
final class Demo implements Callable<Integer> {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data/demo",
            description = "数据目录，默认 ${DEFAULT-VALUE} · the data directory")
    private Path data = Path.of("data/demo");

    @Option(names = "--for", paramLabel = "TIME", description = "运行多久后结束，如 30s · end after this long, such as 30s")
    private @Nullable String time;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        @Nullable Duration length = length();
        Path directory = data.toAbsolutePath().normalize();
        Files.createDirectories(directory);
        DemoSite site = new DemoSite(directory);
        site.prepare(Clock.systemUTC());
        out.println("通衢：正在启动 · starting …");
        try {
            site.prepareExchange();
        } catch (StartRefused refused) {
            out.println("tongqu: " + refused.getMessage());
            return ExitCode.REFUSED;
        }
        Listen listen = new SiteLoader(Schemas.shipped())
                .load(site.directory(), directory, 1)
                .settings()
                .listen();
        DemoGuide.write(directory, listen);
        Path log = directory.resolve("gateway.log");
        Supervisor gateway = new Supervisor(
                List.of("serve", "--supervised", "--site", site.directory().toString(), "--data", directory.toString()),
                log);
        Supervisor parties = new Supervisor(List.of(
                "demo-parties", "--data", directory.toString(), "--gateway", "http://127.0.0.1:" + listen.port()));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(parties, gateway), "stop"));
        out.println("日志 log  " + log);
        CountDownLatch ended = new CountDownLatch(1);
        int[] code = {ExitCode.DONE};
        new Thread(() -> code[0] = runUntilEnd(gateway, ended), "gateway").start();
        if (!awaitReady(listen, ended)) {
            out.println("tongqu: 网关没有启动，日志末尾如下 / the gateway did not start, the end of its log:");
            lastLines(log).forEach(out::println);
            return ExitCode.REFUSED;
        }
        new Thread(() -> runUntilEnd(parties, ended), "parties").start();
        if (length == null) {
            ended.await();
        } else if (!ended.await(length.toMillis(), TimeUnit.MILLISECONDS)) {
            stop(parties, gateway);
            out.println("演示结束 · the demo has ended");
            return ExitCode.DONE;
        }
        return code[0];
    }

    private @Nullable Duration length() {
        try {
            return time == null ? null : Duration.parse("PT" + time.toUpperCase(Locale.ROOT));
        } catch (DateTimeParseException e) {
            throw new ParameterException(spec.commandLine(), "--for 写成 30s 或 5m / write --for like 30s or 5m", e);
        }
    }

    private static void stop(Supervisor parties, Supervisor gateway) {
        parties.stop();
        gateway.stop();
    }

    private static int runUntilEnd(Supervisor supervisor, CountDownLatch ended) {
        try {
            return supervisor.run();
        } catch (IOException e) {
            return ExitCode.REFUSED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.REFUSED;
        } finally {
            ended.countDown();
        }
    }

    private static boolean awaitReady(Listen listen, CountDownLatch ended) throws InterruptedException {
        while (!ended.await(200, TimeUnit.MILLISECONDS)) {
            try {
                HttpURLConnection health = (HttpURLConnection)
                        URI.create("http://127.0.0.1:" + listen.adminPort() + "/actuator/health/readiness")
                                .toURL()
                                .openConnection();
                health.setConnectTimeout(1000);
                health.setReadTimeout(5000);
                boolean ready = health.getResponseCode() == 200;
                health.disconnect();
                if (ready) {
                    return true;
                }
            } catch (IOException notYet) {
                continue;
            }
        }
        return false;
    }

    private static List<String> lastLines(Path log) throws IOException {
        List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
        return lines.subList(Math.max(0, lines.size() - 15), lines.size());
    }
}
