package org.tongqu.adapters.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.tongqu.adapters.dialect.Dialect;
import org.tongqu.adapters.dialect.FileShape;
import org.tongqu.adapters.dialect.FileShape.Kind;
import org.tongqu.adapters.dialect.KeptMessages;
import org.tongqu.adapters.dialect.Untranslatable;
import org.tongqu.record.calendar.BeijingTime;
import org.tongqu.record.delivery.Answer;
import org.tongqu.record.delivery.ClaimedDelivery;
import org.tongqu.record.delivery.SealedBody;
import org.tongqu.record.dialect.Conversation;
import org.tongqu.record.failure.LedgerUnavailable;
import org.tongqu.record.port.Channel;
import org.tongqu.record.port.Digests;
import org.tongqu.record.port.LeftFiles;
import org.tongqu.record.site.Endpoint;
import org.tongqu.record.site.Party;

/**
 * Leaves a delivery as files in a party's folder (发文件): each message a file, whose name every attempt of the delivery makes alike, and
 * beside it {@code <name>.ok} once it is whole. A file that is there already with the same content is the one of an earlier attempt; with
 * other content the delivery is refused. What is for no folder goes by another channel.
 * Thread-safe.
 */
public final class FolderChannel implements Channel {
    private final Places places;
    private final Digests digests;
    private final LeftFiles left;
    private final Channel others;
    private final Executor executor;

    /**
     * A channel.
     *
     * @param left where it is noted what goes a one-way road
     * @param others takes what is for no folder
     * @param executor on which folders are waited for
     */
    public FolderChannel(Places places, Digests digests, LeftFiles left, Channel others, Executor executor) {
        this.places = places;
        this.digests = digests;
        this.left = left;
        this.others = others;
        this.executor = executor;
    }

    @Override
    public CompletableFuture<Answer> send(ClaimedDelivery delivery, SealedBody body, Party party) {
        if (!(party.endpoint() instanceof Endpoint.Push endpoint)
                || !endpoint.isFolder()
                || endpoint.conversation() == null) {
            return others.send(delivery, body, party);
        }
        Conversation conversation = endpoint.conversation();
        return CompletableFuture.supplyAsync(() -> leave(delivery, body, party, endpoint, conversation), executor)
                .completeOnTimeout(
                        new Answer.Unknown("FOLDER_SLOW", "The folder took longer than the endpoint's timeout."),
                        endpoint.timeout().toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private Answer leave(
            ClaimedDelivery delivery, SealedBody body, Party party, Endpoint.Push endpoint, Conversation conversation) {
        List<Ready> files;
        try {
            Optional<List<Ready>> ready = ready(delivery, body, dialect(conversation));
            if (ready.isEmpty()) {
                return new Answer.Refused(
                        "DIALECT_CHANGED",
                        "It was made for other files of this dialect; replay it, so that it is made anew.");
            }
            files = ready.get();
        } catch (Untranslatable unwritable) {
            return new Answer.Refused(
                    "FILE_UNWRITABLE",
                    unwritable.errors().get(0).pointer() + " "
                            + unwritable.errors().get(0).zh());
        }
        try {
            return places.at(endpoint.url(), conversation, place -> {
                for (Ready file : files) {
                    if (!leave(place, file)) {
                        return new Answer.Refused(
                                "FILE_NAME_TAKEN", "A file of this name with other content lies there: " + file.name());
                    }
                }
                note(party, endpoint, files);
                return new Answer.Accepted(files.stream()
                        .map(Ready::name)
                        .reduce((a, b) -> a + " " + b)
                        .orElse(""));
            });
        } catch (LedgerUnavailable notNoted) {
            return new Answer.Away("FILE_NOT_NOTED", "It lies there, and could not be noted for the day's file.", null);
        } catch (IOException | UncheckedIOException | IllegalStateException away) {
            return new Answer.Away(
                    "FOLDER_AWAY",
                    "The folder cannot be used: " + away.getClass().getSimpleName() + ".",
                    null);
        }
    }

    /** Of whom nobody answers where the files lie, it is remembered what they were to be. */
    private void note(Party party, Endpoint.Push endpoint, List<Ready> files) {
        if (endpoint.oneWay() != null) {
            for (Ready file : files) {
                left.left(
                        party.id(), new LeftFiles.Left(file.name(), digests.sm3(file.octets()), file.octets().length));
            }
        }
    }

    /** Whether it lies there now, by this attempt or by an earlier one. */
    private boolean leave(Place place, Ready file) throws IOException {
        if (place.has(file.name())) {
            if (!isThere(place, file)) {
                return false;
            }
        } else {
            place.write(file.name(), file.octets());
        }
        place.write(file.name() + OkFile.OK, file.ok(digests).octets());
        return true;
    }

    private static boolean isThere(Place place, Ready file) throws IOException {
        return Arrays.equals(place.read(file.name(), file.octets().length + 1), file.octets());
    }

    @Override
    public CompletableFuture<Optional<Answer>> ask(ClaimedDelivery delivery, Party party) {
        SealedBody sent = delivery.sentBefore();
        if (!(party.endpoint() instanceof Endpoint.Push endpoint)
                || !endpoint.isFolder()
                || endpoint.conversation() == null) {
            return others.ask(delivery, party);
        }
        if (sent == null) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        Conversation conversation = endpoint.conversation();
        return CompletableFuture.supplyAsync(() -> found(delivery, sent, party, endpoint, conversation), executor)
                .completeOnTimeout(
                        Optional.of(untold("it took longer than the endpoint's timeout")),
                        endpoint.timeout().toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private Optional<Answer> found(
            ClaimedDelivery delivery, SealedBody sent, Party party, Endpoint.Push endpoint, Conversation conversation) {
        try {
            List<Ready> files = ready(delivery, sent, dialect(conversation)).orElse(List.of());
            if (files.isEmpty()) {
                return Optional.empty();
            }
            return places.at(endpoint.url(), conversation, place -> {
                if (!place.isThere()) {
                    throw new NoSuchFileException("the folder");
                }
                for (Ready file : files) {
                    if (!place.has(file.name() + OkFile.OK) || !place.has(file.name()) || !isThere(place, file)) {
                        return Optional.empty();
                    }
                }
                note(party, endpoint, files);
                return Optional.of(new Answer.Accepted("It lies there."));
            });
        } catch (Untranslatable unwritable) {
            return Optional.empty();
        } catch (IOException | UncheckedIOException | IllegalStateException away) {
            return Optional.of(untold(away.getClass().getSimpleName()));
        } catch (LedgerUnavailable notNoted) {
            return Optional.of(untold("the ledger is away"));
        }
    }

    private static Answer untold(String seen) {
        return new Answer.Away("STATUS_QUERY_FAILED", "The folder could not be looked into: " + seen + ".", null);
    }

    private static Dialect dialect(Conversation conversation) {
        if (conversation.translator() instanceof Dialect dialect) {
            return dialect;
        }
        throw new IllegalStateException("a translator that is none of this room's");
    }

    /** The files of a delivery, the same at every attempt; empty if its messages are made for none. */
    private static Optional<List<Ready>> ready(ClaimedDelivery delivery, SealedBody body, Dialect dialect)
            throws Untranslatable {
        FileShape shape = dialect.wire().inFiles().orElse(null);
        List<KeptMessages.Message> messages =
                dialect.tellings(delivery.type(), body.octets()).orElse(List.of());
        List<Ready> files = new ArrayList<>();
        for (KeptMessages.Message message : messages) {
            Kind kind = kind(shape, message);
            if (shape == null || kind == null) {
                return Optional.empty();
            }
            files.add(new Ready(
                    kind.toldAs(
                            day(delivery.acceptedAt()),
                            delivery.sequence(),
                            delivery.id().value()),
                    Written.file(dialect, shape, kind, dialect.format().read(message.text()))));
        }
        return files.isEmpty() ? Optional.empty() : Optional.of(files);
    }

    private static @Nullable Kind kind(@Nullable FileShape shape, KeptMessages.Message message) {
        return shape == null ? null : shape.of(message.call()).orElse(null);
    }

    private static String day(Instant at) {
        return BeijingTime.dayOf(at).format(DateTimeFormatter.BASIC_ISO_DATE);
    }

    /**
     * A file that is ready to be left.
     *
     * @param name of it
     * @param octets its content
     */
    private record Ready(String name, byte[] octets) {
        OkFile ok(Digests digests) {
            return new OkFile(digests.sm3(octets), octets.length, name);
        }

        /** Its name alone. */
        @Override
        public String toString() {
            return name;
        }
    }
}
