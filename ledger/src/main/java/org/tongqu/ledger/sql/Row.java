package org.tongqu.ledger.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.RecordId;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.delivery.DeliveryState;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.life.Awaited;
import org.tongqu.record.life.ObjectState;
import org.tongqu.record.seal.Seal;
import org.tongqu.record.seal.SealedText;
import tools.jackson.databind.node.ObjectNode;

/** The row a cursor stands on, read by column name into our types. */
public record Row(ResultSet cells) {
    public String text(String column) throws SQLException {
        return Objects.requireNonNull(cells.getString(column), column);
    }

    @Nullable
    public String textOrNull(String column) throws SQLException {
        return cells.getString(column);
    }

    /** An array of texts. */
    public List<String> texts(String column) throws SQLException {
        return List.of((String[]) cells.getArray(column).getArray());
    }

    public long number(String column) throws SQLException {
        return cells.getLong(column);
    }

    public int count(String column) throws SQLException {
        return cells.getInt(column);
    }

    @Nullable
    public Integer countOrNull(String column) throws SQLException {
        return cells.getObject(column, Integer.class);
    }

    public boolean flag(String column) throws SQLException {
        return cells.getBoolean(column);
    }

    public byte[] octets(String column) throws SQLException {
        return Objects.requireNonNull(cells.getBytes(column), column);
    }

    public byte @Nullable [] octetsOrNull(String column) throws SQLException {
        return cells.getBytes(column);
    }

    public LocalDate day(String column) throws SQLException {
        return cells.getObject(column, LocalDate.class);
    }

    public Instant time(String column) throws SQLException {
        return Objects.requireNonNull(timeOrNull(column), column);
    }

    @Nullable
    public Instant timeOrNull(String column) throws SQLException {
        OffsetDateTime at = cells.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    public UUID uuid(String column) throws SQLException {
        return Objects.requireNonNull(uuidOrNull(column), column);
    }

    @Nullable
    public UUID uuidOrNull(String column) throws SQLException {
        return cells.getObject(column, UUID.class);
    }

    public DeliveryId delivery() throws SQLException {
        return DeliveryId.of(uuid("delivery_id"));
    }

    public PartyId lane() throws SQLException {
        return new PartyId(text("lane"));
    }

    public RecordId record() throws SQLException {
        return new RecordId(new PartyId(text("sender")), text("id"));
    }

    public DeliveryState state(String column) throws SQLException {
        return DeliveryState.valueOf(text(column));
    }

    /**
     * Where a delivery is, of a row with its own {@code state}, the {@code head_state} of its key and whether it {@code is_head}:
     * while it is not final its head knows better, and holds it or not.
     */
    public DeliveryState deliveryState() throws SQLException {
        DeliveryState own = state("state");
        if (own.isFinal() || textOrNull("head_state") == null) {
            return own;
        }
        DeliveryState head = state("head_state");
        return flag("is_head") ? head : head.holds() ? DeliveryState.HELD : own;
    }

    /** Where the life of an object stands, in the columns of {@code object_states}. */
    public ObjectState objectState() throws SQLException {
        return new ObjectState(
                text("state"),
                Set.copyOf(texts("aliases")),
                (ObjectNode) StrictJson.parse(text("facts")),
                textOrNull("awaited") == null ? null : awaited());
    }

    /** What has to come next in its life, in those columns. */
    public Awaited awaited() throws SQLException {
        return new Awaited(
                text("awaited"),
                texts("awaited_of").stream().map(PartyId::new).collect(Collectors.toSet()),
                time("due_at"));
    }

    public Digest digest(String column) throws SQLException {
        return Digest.of(octets(column));
    }

    /** A sealed text in three columns with this prefix. */
    public SealedText sealedText(String prefix) throws SQLException {
        return new SealedText(
                text(prefix + "_payload"), new Seal(text(prefix + "_protected"), text(prefix + "_signature")));
    }

    /** The seal in two columns with this prefix; null if there is none. */
    @Nullable
    public Seal sealOrNull(String prefix) throws SQLException {
        String header = textOrNull(prefix + "_protected");
        return header == null ? null : new Seal(header, text(prefix + "_signature"));
    }
}
