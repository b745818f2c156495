package org.tongqu.ittests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.Untranslatable;
import org.tongqu.config.dialect.DialectReader;
import org.tongqu.config.dialect.InvalidDialect;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordType;
import org.tongqu.record.dialect.ReceivedFiles;
import org.tongqu.record.dialect.SentFiles;
import org.tongqu.record.dialect.Telling;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.schema.CodeTables;
import org.tongqu.record.schema.Schemas;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What translation costs: the data of a case event of 2 KiB told in a platform's JSON or XML, and a platform's message of 2 KiB as the
 * octets of an envelope; of {@code haochaping} some fields are made by expressions (CEL), two on the way in and one on the way out. One
 * thread; whole ways, from octets or data to octets.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class Translation {
    private static final PartyId PARTY = new PartyId("990101.platform");
    private static final int SIZE = 2_048;
    private static final Map<String, Told> TOLD = Map.of(
            "guizhou-rest",
            new Told("case.applied", "baseInfo", "applied"),
            "approvedatainfo-xml",
            new Told("case.step-done", "receiveCourseInfo", "step"),
            "haochaping",
            new Told("case.evaluated", "evaluation", "bad"));
    private static final Pattern CHINESE = Pattern.compile("\\p{IsHan}");

    /** Which dialect. */
    @Param({"guizhou-rest", "approvedatainfo-xml", "haochaping"})
    public String family = "";

    private Dialect dialect;
    private RecordType type;
    private String call;
    private JsonNode data;
    private byte[] message;

    /** Reads the shipped dialect and makes what is translated, each 2 KiB. */
    @Setup
    public void prepare() throws InvalidDialect, IOException, Untranslatable {
        Path folder = Path.of("config/dialects").resolve(family);
        dialect = new DialectReader(Schemas.shipped(), CodeTables.shipped()).read(folder);
        Told told = TOLD.get(family);
        type = told.type();
        call = told.call();
        data = StrictJson.parse(Files.readString(folder.resolve(told.sample() + ".canonical.json")));
        lengthen(data, tree -> StrictJson.write(tree).length);
        String ending = dialect.format().name().toLowerCase(Locale.ROOT);
        JsonNode theirs = dialect.format().read(Files.readString(folder.resolve(told.sample() + ".partner." + ending)));
        lengthen(theirs, tree -> written(tree).length);
        message = written(theirs);
    }

    /**
     * What is translated.
     *
     * @param type of the record
     * @param call by which it is told
     * @param name of the sample, the same on both sides
     */
    private record Told(RecordType type, String call, String name) {
        Told(String type, String call, String name) {
            this(RecordType.parse(type), call, name);
        }

        String sample() {
            return "samples/" + call + "/" + name;
        }
    }

    private byte[] written(JsonNode theirs) {
        try {
            return dialect.encode(dialect.format().write(theirs));
        } catch (Untranslatable never) {
            throw new IllegalStateException(never);
        }
    }

    /** Makes its Chinese texts longer, all of them alike, until the whole has its size. */
    private static void lengthen(JsonNode tree, ToIntFunction<JsonNode> size) {
        while (size.applyAsInt(tree) < SIZE) {
            lengthen(tree);
        }
    }

    private static void lengthen(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            for (String name : List.copyOf(object.propertyNames())) {
                JsonNode value = object.get(name);
                if (value.isString() && CHINESE.matcher(value.asString()).find()) {
                    object.put(name, value.asString() + "文");
                } else {
                    lengthen(value);
                }
            }
        } else if (tree.isArray()) {
            tree.forEach(Translation::lengthen);
        }
    }

    /** A record's data as the partner's message. */
    @Benchmark
    public byte[] toTheirs() {
        return dialect.toTheirs(type, data, Telling.SAMPLE, SentFiles.NONE);
    }

    /** The partner's message as an envelope. */
    @Benchmark
    public byte[] toOurs() {
        return dialect.toOurs(PARTY, call, message, Instant.EPOCH, ReceivedFiles.NONE);
    }

    /** Runs it; options as of JMH are not taken. */
    public static void main(String[] args) throws RunnerException {
        new Runner(new OptionsBuilder().include(Translation.class.getName()).build()).run();
    }
}
