package org.tongqu.adapters.files;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tongqu.record.PartyId;
import org.tongqu.record.port.LeftFiles;

/** Files that were left for one party, in memory, all on one day. */
final class LeftInMemory implements LeftFiles {
    private final LocalDate day;
    private final Map<String, Left> files = new TreeMap<>();
    private final List<LocalDate> told = new ArrayList<>();

    LeftInMemory(LocalDate day) {
        this.day = day;
    }

    @Override
    public void left(PartyId party, Left file) {
        files.putIfAbsent(file.name(), file);
    }

    @Override
    public Optional<Left> named(PartyId party, String name) {
        return Optional.ofNullable(files.get(name));
    }

    @Override
    public List<LocalDate> untold(PartyId party, LocalDate before) {
        return day.isBefore(before) && !told.contains(day) ? List.of(day) : List.of();
    }

    @Override
    public List<Left> of(PartyId party, LocalDate of) {
        return of.equals(day) ? List.copyOf(files.values()) : List.of();
    }

    @Override
    public void told(PartyId party, LocalDate of) {
        told.add(of);
    }
}
