package org.tongqu.ittests.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
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
import org.tongqu.config.dialect.DialectReader;
import org.tongqu.config.dialect.InvalidDialect;
import org.tongqu.ittests.load.CaseBodies;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordType;
import org.tongqu.record.dialect.ReceivedFiles;
import org.tongqu.record.dialect.SentFiles;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.schema.CodeTables;
import org.tongqu.record.schema.Schemas;
import tools.jackson.databind.JsonNode;

/**
 * What translation costs: a case event of 2 KiB told in a platform's JSON, and the platform's message of it, or a step in XML, as the
 * octets of an envelope. One thread; whole ways, from octets or data to octets.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class Translation {
    private static final PartyId PARTY = new PartyId("990101.platform");

    /** Which dialect. */
    @Param({"guizhou-rest", "approvedatainfo-xml"})
    public String family = "";

    private Dialect dialect;
    private RecordType type;
    private String call;
    private JsonNode data;
    private byte[] message;

    /** Reads the shipped dialect and makes what is translated. */
    @Setup
    public void prepare() throws InvalidDialect, IOException {
        Path folder = Path.of("config/dialects").resolve(family);
        dialect = new DialectReader(Schemas.shipped(), CodeTables.shipped()).read(folder);
        if (family.equals("guizhou-rest")) {
            type = RecordType.parse("case.applied");
            call = "baseInfo";
            data = StrictJson.parse(new CaseBodies(PARTY, 2_048, 1).body("r-1", "CASE-1"))
                    .get("data");
            message = Files.readAllBytes(folder.resolve("samples/baseInfo/applied.partner.json"));
        } else {
            type = RecordType.parse("case.step-done");
            call = "receiveCourseInfo";
            data = StrictJson.parse(Files.readString(folder.resolve("samples/receiveCourseInfo/step.canonical.json")));
            message = Files.readAllBytes(folder.resolve("samples/receiveCourseInfo/step.partner.xml"));
        }
    }

    /** A record's data as the partner's message. */
    @Benchmark
    public byte[] toTheirs() {
        return dialect.toTheirs(type, data, SentFiles.NONE);
    }

    /** The partner's message as an envelope. */
    @Benchmark
    public byte[] toOurs() {
        return dialect.toOurs(PARTY, call, message, ReceivedFiles.NONE);
    }

    /** Runs it; options as of JMH are not taken. */
    public static void main(String[] args) throws RunnerException {
        new Runner(new OptionsBuilder().include(Translation.class.getName()).build()).run();
    }
}
