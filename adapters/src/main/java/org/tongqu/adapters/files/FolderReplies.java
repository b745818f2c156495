package org.tongqu.adapters.files;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.tongqu.record.PartyId;
import org.tongqu.record.calendar.BeijingTime;
import org.tongqu.record.delivery.DeliveryId;
import org.tongqu.record.dialect.Conversation;
import org.tongqu.record.failure.Brief;
import org.tongqu.record.failure.PartnerAway;
import org.tongqu.record.port.Digests;
import org.tongqu.record.port.LeftFiles;
import org.tongqu.record.port.LeftFiles.Left;
import org.tongqu.record.port.PickUp;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Folder;
import org.tongqu.record.site.OneWay;
import org.tongqu.record.site.Party;

/**
 * Hears what became of files that went a one-way road (网闸): what comes back in the folder of replies, by its name; and tells the other side
 * every day which files there were. Thread-safe.
 */
public final class FolderReplies implements PickUp {
    private static final int MOST = 500;
    private static final int LONGEST = 64 * 1024;
    private static final int FIELDS = 5;

    private final Places places;
    private final LeftFiles left;
    private final Digests digests;
    private final Clock clock;
    private final Map<PartyId, LocalDate> told = new ConcurrentHashMap<>();

    /** @param clock says when a day is over */
    public FolderReplies(Places places, LeftFiles left, Digests digests, Clock clock) {
        this.places = places;
        this.left = left;
        this.digests = digests;
        this.clock = clock;
    }

    @Override
    public Optional<Place> placeOf(Party party) {
        return road(party).map(road -> new Place(road.conversation().translator(), Folder.DEFAULT_LONGEST_PAUSE));
    }

    private record Road(URI folder, OneWay oneWay, Conversation conversation) {}

    private static Optional<Road> road(Party party) {
        return party.endpoint() instanceof Endpoint.Push push && push.oneWay() != null && push.conversation() != null
                ? Optional.of(new Road(push.url(), push.oneWay(), push.conversation()))
                : Optional.empty();
    }

    @Override
    public Found look(Party party) {
        Road road = road(party).orElseThrow();
        if (road.oneWay().isDaily()) {
            tellDays(party, road);
        }
        URI replies = road.oneWay().replies();
        return replies == null ? new NothingFound() : at(replies, road, place -> found(party, road, replies, place));
    }

    /** Once a day is over, and of days on which the folder was away. */
    private void tellDays(Party party, Road road) {
        LocalDate today = BeijingTime.dayOf(clock.instant());
        if (today.equals(told.get(party.id()))) {
            return;
        }
        for (LocalDate day : left.untold(party.id(), today)) {
            DayFile file = DayFile.of(day, left.of(party.id(), day));
            at(road.folder(), road, place -> {
                byte[] octets = file.octets();
                place.write(file.name(), octets);
                place.write(
                        file.name() + OkFile.OK, new OkFile(digests.sm3(octets), octets.length, file.name()).octets());
                return file;
            });
            left.told(party.id(), day);
        }
        told.put(party.id(), today);
    }

    private Found found(Party party, Road road, URI replies, org.tongqu.adapters.files.Place place) throws IOException {
        List<String> heard = new ArrayList<>();
        List<Objection> objections = new ArrayList<>();
        List<Confirmation> confirmations = new ArrayList<>();
        List<String> names = place.names().stream()
                .filter(name -> name.endsWith(AckFile.ACK) || name.endsWith(ErrorFile.ERR))
                .sorted()
                .limit(MOST)
                .toList();
        for (String name : names) {
            if (!place.has(name)) {
                continue;
            }
            heard.add(name);
            Optional<DeliveryId> delivery = AckFile.delivery(name);
            byte[] octets = place.read(name, LONGEST);
            if (name.endsWith(ErrorFile.ERR)) {
                objections.add(new Objection(delivery, name, "PARTNER_OBJECTED", firstFault(octets)));
            } else if (delivery.isPresent() && isOfOurs(party, name, octets)) {
                confirmations.add(new Confirmation(delivery.get(), name));
            } else {
                objections.add(new Objection(
                        delivery, name, "CONFIRMATION_DIFFERS", "Its SM3 or size is none of a file that was left."));
            }
        }
        return new Replies(
                heard,
                objections,
                confirmations,
                names.size() == MOST,
                () -> at(replies, road, there -> {
                    for (String name : heard) {
                        there.delete(name);
                    }
                    return heard;
                }));
    }

    private boolean isOfOurs(Party party, String name, byte[] octets) {
        String file = name.substring(0, name.length() - AckFile.ACK.length());
        return OkFile.read(octets)
                .filter(said -> said.name().equals(file))
                .filter(said ->
                        left.named(party.id(), file).equals(Optional.of(new Left(file, said.digest(), said.size()))))
                .isPresent();
    }

    /** The first line below the names of an error file, in one line. */
    private static String firstFault(byte[] octets) {
        String text = new String(octets, StandardCharsets.UTF_8).replace("\uFEFF", "");
        try (CsvReader<CsvRecord> lines = CsvReader.builder().ofCsvRecord(text)) {
            return lines.stream()
                    .skip(1)
                    .findFirst()
                    .filter(line -> line.getFieldCount() == FIELDS)
                    .map(line -> Brief.of(String.join(" ", line.getFields()).strip()))
                    .orElse("The other side refused it, and does not say why.");
        } catch (CsvParseException | IOException | UncheckedIOException unreadable) {
            return "The other side refused it, and what it says cannot be read.";
        }
    }

    private <T> T at(URI address, Road road, Places.Deed<T> deed) {
        try {
            return places.at(address, road.conversation(), deed);
        } catch (IOException | UncheckedIOException | IllegalStateException away) {
            throw new PartnerAway(
                    "FOLDER_AWAY",
                    "The folder cannot be used: " + away.getClass().getSimpleName() + ".");
        }
    }

    /**
     * What came back.
     *
     * @param names of the files that say it
     * @param objections what was refused
     * @param confirmations what was taken
     * @param isMore whether more came
     * @param forget deletes those files
     */
    private record Replies(
            List<String> names,
            List<Objection> objections,
            List<Confirmation> confirmations,
            boolean isMore,
            Runnable forget)
            implements Found {
        @Override
        public List<Lying> messages() {
            return List.of();
        }

        @Override
        public List<Stray> strays() {
            return List.of();
        }

        @Override
        public List<String> settled() {
            return List.of();
        }

        @Override
        public void answer(List<Verdict> verdicts) {
            forget.run();
        }
    }
}
