package org.tongqu.adapters.files;

import java.util.List;
import org.tongqu.record.failure.Brief;
import org.tongqu.record.port.PickUp;
import org.tongqu.record.site.Party;

/**
 * A file of which nothing is taken.
 *
 * @param folders where it lies
 * @param party whose
 * @param file its name
 * @param refusal what is wrong with it
 */
record RefusedFile(LeftFolders folders, Party party, FileName file, UnusableFile refusal) implements PickUp.Found {
    @Override
    public List<PickUp.Lying> messages() {
        return List.of();
    }

    @Override
    public List<PickUp.Objection> objections() {
        return List.of();
    }

    @Override
    public List<PickUp.Stray> strays() {
        FileFault first = refusal.faults().get(0);
        return List.of(new PickUp.Stray(
                file.value(),
                "file",
                first.code(),
                Brief.of(first.error().rule()
                        + (first.place().isEmpty() ? "" : " (" + first.place() + ")")
                        + ": " + first.error().en())));
    }

    @Override
    public List<String> settled() {
        return List.of();
    }

    @Override
    public boolean isMore() {
        return true;
    }

    @Override
    public void answer(List<PickUp.Verdict> verdicts) {
        folders.quarantine(party, file, FileFaults.of(refusal.faults()));
    }
}
