package org.tongqu.routes.material;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.dialect.SentFiles;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.Materials;

/**
 * The materials that go into the messages of one delivery, or into one question or answer: what its sender may read, and not too much of
 * it. For one thread.
 */
public final class AttachedMaterials implements SentFiles {
    /** All files of a delivery together: they are kept with what was sent. */
    private static final long MOST = 2L << 20;

    private final Materials materials;
    private final PartyId sender;
    private final Function<Digest, Optional<String>> addresses;
    private final LongConsumer room;
    private long left = MOST;

    /**
     * For one delivery, question or answer.
     *
     * @param sender who refers to them
     * @param addresses where the receiver may fetch a material; empty if it may not
     * @param room is asked for so many octets before they are read; throws if there is none
     */
    public AttachedMaterials(
            Materials materials, PartyId sender, Function<Digest, Optional<String>> addresses, LongConsumer room) {
        this.materials = materials;
        this.sender = sender;
        this.addresses = addresses;
        this.room = room;
    }

    @Override
    public byte[] read(Digest material) {
        Materials.Upload found = find(material);
        left -= found.received();
        if (left < 0) {
            throw Rejection.untranslatable(
                    "file-size",
                    "一次投递的文件合计不能超过 " + MOST + " 字节",
                    "The files of a delivery may have at most " + MOST + " bytes together.");
        }
        room.accept(found.received());
        ByteArrayOutputStream octets = new ByteArrayOutputStream((int) found.received());
        try {
            materials.read(sender, material, 0, found.received(), octets);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return octets.toByteArray();
    }

    @Override
    public String address(Digest material) {
        return addresses
                .apply(find(material).name())
                .orElseThrow(() -> Rejection.untranslatable(
                        "files",
                        "机构文件没有写 endpoint: files:，对方不知道到哪里取文件",
                        "The party's file does not say under endpoint: files: where it fetches files from us."));
    }

    private Materials.Upload find(Digest material) {
        return materials
                .find(sender, material)
                .filter(Materials.Upload::isComplete)
                .orElseThrow(() ->
                        Rejection.untranslatable("x-material", "这份材料已不存在", "This material is not there any more."));
    }
}
