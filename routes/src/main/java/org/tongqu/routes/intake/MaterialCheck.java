package org.tongqu.routes.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.tongqu.record.Digest;
import org.tongqu.record.failure.FieldError;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.Materials;

/** A record may refer only to materials (申请材料) that its sender stored or was given: a digest opens nothing that one does not have. */
final class MaterialCheck {
    private final Materials materials;

    MaterialCheck(Materials materials) {
        this.materials = materials;
    }

    /** All that are unknown are told at once. */
    ValidRecord requireKnown(ValidRecord valid) {
        if (valid.materials().isEmpty()) {
            return valid;
        }
        Set<Digest> unknown = materials.unknownTo(
                valid.record().id().sender(), Set.copyOf(valid.materials().values()));
        if (!unknown.isEmpty()) {
            throw new Rejection(
                    ProblemCode.MATERIAL_UNKNOWN,
                    "Upload what the record refers to first: PUT /v1/materials/<64 hex digits of its SM3>.",
                    errors(valid, unknown));
        }
        return valid;
    }

    private static List<FieldError> errors(ValidRecord valid, Set<Digest> unknown) {
        List<FieldError> errors = new ArrayList<>();
        valid.materials().forEach((pointer, material) -> {
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
