package org.tongqu.ledger;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.delivery.DeliveryState;
import org.tongqu.record.seal.Seal;

/** The row a cursor stands on, read by column name into our types. */
record Row(ResultSet cells) {
    String text(String column) throws SQLException {
        return Objects.requireNonNull(cells.getString(column), column);
    }

    @Nullable
    String textOrNull(String column) throws SQLException {
        return cells.getString(column);
    }

    long number(String column) throws SQLException {
        return cells.getLong(column);
    }

    int count(String column) throws SQLException {
        return cells.getInt(column);
    }

    boolean flag(String column) throws SQLException {
        return cells.getBoolean(column);
    }

    byte[] octets(String column) throws SQLException {
        return Objects.requireNonNull(cells.getBytes(column), column);
    }

    byte @Nullable [] octetsOrNull(String column) throws SQLException {
        return cells.getBytes(column);
    }

    Instant time(String column) throws SQLException {
        return Objects.requireNonNull(timeOrNull(column), column);
    }

    @Nullable
    Instant timeOrNull(String column) throws SQLException {
        OffsetDateTime at = cells.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    @Nullable
    UUID uuidOrNull(String column) throws SQLException {
        return cells.getObject(column, UUID.class);
    }

    DeliveryId delivery() throws SQLException {
        return DeliveryId.of(Objects.requireNonNull(uuidOrNull("delivery_id")));
    }

    PartyId lane() throws SQLException {
        return new PartyId(text("lane"));
    }

    RecordId record() throws SQLException {
        return new RecordId(new PartyId(text("sender")), text("id"));
    }

    DeliveryState state(String column) throws SQLException {
        return DeliveryState.valueOf(text(column));
    }

    Digest digest(String column) throws SQLException {
        return Digest.of(octets(column));
    }

    /** The seal in two columns with this prefix; null if there is none. */
    @Nullable
    Seal sealOrNull(String prefix) throws SQLException {
        String header = textOrNull(prefix + "_protected");
        return header == null ? null : new Seal(header, text(prefix + "_signature"));
    }
}
