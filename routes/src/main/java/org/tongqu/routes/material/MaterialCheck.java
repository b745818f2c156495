package org.tongqu.routes.material;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tongqu.record.Digest;
import org.tongqu.record.PartyId;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.Materials;

/**
 * Records and questions may refer only to materials (申请材料) that their sender stored or was given: a digest opens nothing that one does
 * not have. Thread-safe.
 */
public final class MaterialCheck {
    private final Materials materials;

    /** Asks this store. */
    public MaterialCheck(Materials materials) {
        this.materials = materials;
    }

    /**
     * Keeps what is referred to from going for a while.
     *
     * @param sender who refers
     * @param referred to what, by pointers relative to {@code data}
     * @throws Rejection {@code MATERIAL_UNKNOWN} with all that are unknown
     */
    public void requireKnown(PartyId sender, Map<String, Digest> referred) {
        if (referred.isEmpty()) {
            return;
        }
        Set<Digest> unknown = materials.unknownTo(sender, Set.copyOf(referred.values()));
        if (!unknown.isEmpty()) {
            throw new Rejection(
                    ProblemCode.MATERIAL_UNKNOWN,
                    "Upload what is referred to first: PUT /v1/materials/<64 hex digits of its SM3>.",
                    errors(referred, unknown));
        }
    }

    private static List<FieldError> errors(Map<String, Digest> referred, Set<Digest> unknown) {
        List<FieldError> errors = new ArrayList<>();
        referred.forEach((pointer, material) -> {
            if (unknown.contains(material)) {
                errors.add(new FieldError(
                        "/data" + pointer,
                        "x-material",
                        "发送方没有上传过、也没有收到过这份材料",
                        "the sender neither uploaded this material nor was given it"));
            }
        });
        return errors;
    }
}
