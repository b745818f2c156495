package org.tongqu.adapters.frontdb;

import java.io.InputStream;
import java.net.URI;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.StagingTable;
import org.tongqu.record.PartyId;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.PartnerFiles;
import org.tongqu.record.port.Sites;
import org.tongqu.record.site.FrontDatabase;
import org.tongqu.record.site.Party;

/**
 * Files (附件) that lie in the rows of partners' front-end databases; what lies anywhere else is another's to open. A party's messages can point
 * to its own database only, and there only to columns that its dialect reads as files. Thread-safe.
 */
public final class FrontDatabaseFiles implements PartnerFiles {
    private final FrontDatabases databases;
    private final Sites sites;
    private final PartnerFiles others;

    /** @param others opens what lies in no database */
    public FrontDatabaseFiles(FrontDatabases databases, Sites sites, PartnerFiles others) {
        this.databases = databases;
        this.sites = sites;
        this.others = others;
    }

    @Override
    public InputStream open(PartyId party, URI where) {
        if (!FileAddress.isOne(where)) {
            return others.open(party, where);
        }
        FrontDatabase database =
                sites.current().party(party).map(Party::frontDatabase).orElseThrow(FrontDatabaseFiles::notThere);
        FileAddress address = FileAddress.read(where).orElseThrow(FrontDatabaseFiles::notThere);
        StagingTable table = table(address, (Dialect) database.translator()).orElseThrow(FrontDatabaseFiles::notThere);
        try {
            return databases
                    .file(database, session -> file(session, table, address))
                    .orElseThrow(FrontDatabaseFiles::notThere);
        } catch (SQLException | Column.Unfit failure) {
            throw new Rejection(ProblemCode.UNAVAILABLE, "A file could not be read in the front-end database.");
        }
    }

    private static Optional<StagingTable> table(FileAddress address, Dialect dialect) {
        return Optional.ofNullable(dialect.wire().staging().get(address.table()))
                .filter(table -> new FilesOfTables(dialect).areRead(table.name(), address.column()))
                .filter(table ->
                        new LinkedHashSet<>(table.key()).equals(address.key().keySet()));
    }

    private static Optional<InputStream> file(Session session, StagingTable table, FileAddress address)
            throws SQLException, Column.Unfit {
        Layout layout = session.layout(table.name());
        List<Session.Value> key = new ArrayList<>();
        for (String name : table.key()) {
            String value = address.key().get(name);
            key.add(new Session.Value(layout.need(List.of(name)).get(0), value));
        }
        return session.file(
                layout.table(), layout.need(List.of(address.column())).get(0), key);
    }

    private static Rejection notThere() {
        return Rejection.untranslatable("file-row", "前置库中没有这个文件", "There is no such file in the front-end database.");
    }
}
