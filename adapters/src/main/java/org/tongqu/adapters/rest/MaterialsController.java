package org.tongqu.adapters.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import org.tongqu.record.Digest;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.json.StrictJson;
import org.tongqu.record.port.IntakeGate;
import org.tongqu.record.port.Materials;
import org.tongqu.record.port.Materials.Part;
import org.tongqu.record.port.Materials.State;
import org.tongqu.record.port.Materials.Upload;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes and gives materials (申请材料), files under their SM3 digest, as streams: no more of one than a segment is ever in memory. An
 * upload that broke off goes on from where {@code HEAD} says it stands (headers as in the IETF's resumable uploads).
 */
@RestController
final class MaterialsController {
    private static final String PATH = "/v1/materials/{name}";
    private static final String OFFSET = "Upload-Offset";
    private static final String COMPLETE = "Upload-Complete";
    private static final String LENGTH = "Upload-Length";

    private final Materials materials;
    private final IntakeGate gate;
    private final TransferSlots slots;
    private final MaterialAnswer answer;

    MaterialsController(Materials materials, IntakeGate gate, TransferSlots slots, MaterialAnswer answer) {
        this.materials = materials;
        this.gate = gate;
        this.slots = slots;
        this.answer = answer;
    }

    /** A whole material, or with {@code Content-Range} a part of it: 201 when it is there whole, 200 if it was, 202 while more is to come. */
    @PutMapping(PATH)
    ResponseEntity<byte[]> put(Caller caller, @PathVariable String name, HttpServletRequest request)
            throws IOException {
        Digest digest = MaterialName.read(name)
                .orElseThrow(() -> new Rejection(
                        ProblemCode.MALFORMED, "The path ends with the SM3 of the octets: 64 lower-case hex digits."));
        if (request.getHeader(HttpHeaders.CONTENT_ENCODING) != null) {
            throw new Rejection(
                    ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                    "Send the material without Content-Encoding: its octets are what counts.");
        }
        gate.closed().ifPresent(closed -> {
            throw closed;
        });
        Part part = ContentRange.part(request.getHeader(HttpHeaders.CONTENT_RANGE), request.getContentLengthLong());
        TransferSlots.Slot slot = slots.take(caller.party());
        try (InputStream octets = new GatedInput(slot.pace().of(request.getInputStream()), gate)) {
            return answer(materials.put(caller.party(), digest, part, octets));
        } finally {
            slot.close();
        }
    }

    /** How far a material is there for the caller. */
    @RequestMapping(path = PATH, method = RequestMethod.HEAD)
    ResponseEntity<Void> head(Caller caller, @PathVariable String name) {
        Upload upload = find(caller, name).orElseThrow(MaterialAnswer::notFound);
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .header(OFFSET, Long.toString(upload.received()))
                .header(COMPLETE, upload.isComplete() ? "?1" : "?0");
        if (upload.total() >= 0) {
            answer.header(LENGTH, Long.toString(upload.total()));
        }
        if (upload.isComplete()) {
            answer.header(HttpHeaders.ACCEPT_RANGES, "bytes")
                    .eTag(MaterialAnswer.tag(upload))
                    .contentType(MediaType.APPLICATION_OCTET_STREAM)
                    .contentLength(upload.received());
        }
        return answer.build();
    }

    /** A material, or a range of it. */
    @GetMapping(PATH)
    void get(Caller caller, @PathVariable String name, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Upload upload = find(caller, name).filter(Upload::isComplete).orElseThrow(MaterialAnswer::notFound);
        answer.give(caller.party(), upload, request, response);
    }

    private Optional<Upload> find(Caller caller, String name) {
        return MaterialName.read(name).flatMap(digest -> materials.find(caller.party(), digest));
    }

    private static ResponseEntity<byte[]> answer(Upload upload) {
        ObjectNode body = StrictJson.object()
                .put("digest", upload.name().value())
                .put("received", upload.received())
                .put("complete", upload.isComplete());
        HttpStatus status = upload.isComplete()
                ? upload.state() == State.STORED ? HttpStatus.CREATED : HttpStatus.OK
                : HttpStatus.ACCEPTED;
        ResponseEntity<byte[]> answer = JsonAnswer.of(status, body);
        return ResponseEntity.status(status)
                .headers(answer.getHeaders())
                .header(OFFSET, Long.toString(upload.received()))
                .header(COMPLETE, upload.isComplete() ? "?1" : "?0")
                .body(answer.getBody());
    }
}
