package org.tongqu.adapters.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.Intake.About;
import org.tongqu.record.port.Intake.CalledMessage;
import org.tongqu.record.port.PickUp;

/** Some lines of a file, and the end of the file behind the last of them. For one thread. */
final class FoundLines implements PickUp.Found {
    private static final Rejection AFTER_A_REFUSED_ONE = new Rejection(
            ProblemCode.EARLIER_ITEM_REFUSED,
            "An earlier line of the same subject in this file was refused.",
            List.of(new FieldError(
                    "",
                    "earlier-refused",
                    "本文件中同一业务的前一行被拒绝，改正后一并重报",
                    "An earlier line of the same subject in this file was refused: tell both again.")));

    private final LeftFolders folders;
    private final FileReading reading;
    private final Runnable end;
    private final List<FileLine> offered = new ArrayList<>();
    private final List<RefusedLine> heldUp = new ArrayList<>();

    /** @param end to be called once the file is settled */
    FoundLines(LeftFolders folders, FileReading reading, Runnable end) {
        this.folders = folders;
        this.reading = reading;
        this.end = end;
        for (FileLine line : reading.lines()) {
            if (reading.isBroken(line.subject())) {
                heldUp.add(new RefusedLine(line, AFTER_A_REFUSED_ONE));
            } else {
                offered.add(line);
            }
        }
    }

    @Override
    public List<PickUp.Lying> messages() {
        return offered.stream()
                .map(line -> new PickUp.Lying(where(line), new CalledMessage(line.call(), line.message(), about(line))))
                .toList();
    }

    private String where(FileLine line) {
        return reading.file().name() + ":" + line.place();
    }

    private @Nullable About about(FileLine line) {
        Dialect dialect = (Dialect) Objects.requireNonNull(reading.party().folder(), "a party without a folder")
                .conversation()
                .translator();
        return line.subject().isEmpty()
                ? null
                : dialect.tables().stream()
                        .filter(table ->
                                table.arrival() != null && table.message().equals(line.call()))
                        .findFirst()
                        .map(table -> new About(table.type(), line.subject()))
                        .orElse(null);
    }

    @Override
    public List<PickUp.Objection> objections() {
        return List.of();
    }

    @Override
    public List<PickUp.Stray> strays() {
        return heldUp.stream()
                .map(one -> new PickUp.Stray(
                        where(one.line()),
                        one.line().call(),
                        one.why().code().name(),
                        one.why().detail()))
                .toList();
    }

    @Override
    public List<String> settled() {
        return reading.isAtItsEnd() ? List.of(reading.file().name().value()) : List.of();
    }

    @Override
    public boolean isMore() {
        return true;
    }

    /** While something is left where it is, all of these lines are; those that were taken come again as repeats. */
    @Override
    public void answer(List<PickUp.Verdict> verdicts) {
        List<RefusedLine> refused = new ArrayList<>(heldUp);
        for (int i = 0; i < offered.size(); i++) {
            if (verdicts.get(i) instanceof PickUp.Verdict.Left) {
                return;
            }
            if (verdicts.get(i) instanceof PickUp.Verdict.Refused no) {
                refused.add(new RefusedLine(offered.get(i), no.rejection()));
            }
        }
        if (!reading.isAtItsEnd()) {
            reading.goOn(inOrder(refused));
            return;
        }
        FileFaults all = FileFaults.after(reading.faults());
        inOrder(refused).forEach(one -> one.faults().forEach(all::add));
        folders.archive(reading.party(), reading.file(), all);
        end.run();
    }

    /** As they stand in the file. */
    private List<RefusedLine> inOrder(List<RefusedLine> refused) {
        return reading.lines().stream()
                .flatMap(line -> refused.stream().filter(one -> one.line() == line))
                .toList();
    }
}
