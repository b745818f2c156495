package org.tongqu.routes.material;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.Materials;

class AttachedMaterialsTest {
    private static final PartyId SENDER = new PartyId("990101.window");
    private static final Digest MATERIAL = Digest.of(new byte[32]);

    @Test
    void whatTheSenderHasIsReadUntilTheFilesAreTooMuchTogether() {
        AttachedMaterials files = files(new One(1 << 20, Materials.State.KNOWN), SENDER);

        assertThat(files.read(MATERIAL)).hasSize(1 << 20);
        assertThat(files.read(MATERIAL)).hasSize(1 << 20);
        refused(files, MATERIAL, "file-size");
    }

    @Test
    void whatIsGoneOrNotWholeOrSomebodyElsesIsSaidSo() {
        Materials unfinished = new One(10, Materials.State.UNFINISHED);
        Materials whole = new One(10, Materials.State.KNOWN);

        refused(files(unfinished, SENDER), MATERIAL, "x-material");
        refused(files(whole, SENDER), new Digest("sm3:" + "1".repeat(64)), "x-material");
        refused(files(whole, new PartyId("990101.other")), MATERIAL, "x-material");
    }

    @Test
    void anAddressIsForWhatIsThereAndForReceiversThatReachUs() {
        Materials whole = new One(3 << 20, Materials.State.KNOWN);
        AttachedMaterials reached = new AttachedMaterials(
                whole, SENDER, material -> Optional.of("https://gateway.example/" + material.value()), octets -> {});

        assertThat(reached.address(MATERIAL)).isEqualTo("https://gateway.example/" + MATERIAL.value());
        assertThatThrownBy(() -> reached.address(new Digest("sm3:" + "1".repeat(64))))
                .isInstanceOf(Rejection.class);
        assertThatThrownBy(() -> files(whole, SENDER).address(MATERIAL))
                .isInstanceOfSatisfying(Rejection.class, rejection -> assertThat(
                                rejection.errors().get(0).rule())
                        .isEqualTo("files"));
    }

    private static AttachedMaterials files(Materials materials, PartyId sender) {
        return new AttachedMaterials(materials, sender, material -> Optional.empty(), octets -> {});
    }

    private static void refused(AttachedMaterials files, Digest material, String rule) {
        assertThatThrownBy(() -> files.read(material))
                .isInstanceOfSatisfying(Rejection.class, refused -> assertThat(refused.errors())
                        .singleElement()
                        .satisfies(error -> assertThat(error.rule()).isEqualTo(rule)));
    }

    /** One material of the sender. */
    private record One(int size, State state) implements Materials {
        @Override
        public Upload put(PartyId party, Digest name, Part part, InputStream octets) {
            throw new UnsupportedOperationException("not a matter of deliveries");
        }

        @Override
        public Upload keep(PartyId party, InputStream octets, long most) {
            throw new UnsupportedOperationException("not a matter of deliveries");
        }

        @Override
        public Optional<Upload> find(PartyId party, Digest name) {
            return party.equals(SENDER) && name.equals(MATERIAL)
                    ? Optional.of(new Upload(name, size, size, state))
                    : Optional.empty();
        }

        @Override
        public void read(PartyId party, Digest name, long from, long length, OutputStream to) throws IOException {
            to.write(new byte[(int) length]);
        }

        @Override
        public Set<Digest> unknownTo(PartyId party, Collection<Digest> named) {
            throw new UnsupportedOperationException("not a matter of deliveries");
        }
    }
}
