package org.tongqu.adapters.files;

import java.util.List;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.port.PickUp;
import org.tongqu.record.site.Party;

/** Files that a day's file names and that have not come as it says. For one thread. */
final class MissingFiles implements PickUp.Found {
    private static final String CODE = "FILE_NOT_ARRIVED";

    private final LeftFolders folders;
    private final Party party;
    private final CopiedFile day;
    private final List<OkFile> missing;

    MissingFiles(LeftFolders folders, Party party, CopiedFile day, List<OkFile> missing) {
        this.folders = folders;
        this.party = party;
        this.day = day;
        this.missing = List.copyOf(missing);
    }

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
        return missing.stream()
                .map(one -> new PickUp.Stray(
                        one.name(),
                        "file",
                        CODE,
                        day.name() + " names this file; nothing of this name and SM3 has been taken."))
                .toList();
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
        FileFaults faults = new FileFaults();
        missing.forEach(one -> faults.add(new FileFault(
                "",
                CODE,
                new FieldError(
                        "/" + one.name(),
                        "not-arrived",
                        "没有收到，或内容（SM3）不同",
                        "It has not come, or with another content (SM3)."))));
        folders.archive(party, day, faults);
        day.close();
    }
}
