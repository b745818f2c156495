package org.tongqu.adapters.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
    private static final Logger LOG = LoggerFactory.getLogger(MaterialsController.class);
    private static final String PATH = "/v1/materials/{name}";
    private static final String OFFSET = "Upload-Offset";
    private static final String COMPLETE = "Upload-Complete";
    private static final String LENGTH = "Upload-Length";

    private final Materials materials;
    private final IntakeGate gate;
    private final TransferSlots slots;

    MaterialsController(Materials materials, IntakeGate gate, TransferSlots slots) {
        this.materials = materials;
        this.gate = gate;
        this.slots = slots;
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
        try (InputStream octets = new GatedInput(request.getInputStream(), gate)) {
            return answer(materials.put(caller.party(), digest, part, octets));
        } finally {
            slot.close();
        }
    }

    /** How far a material is there for the caller. */
    @RequestMapping(path = PATH, method = RequestMethod.HEAD)
    ResponseEntity<Void> head(Caller caller, @PathVariable String name) {
        Upload upload = find(caller, name).orElseThrow(MaterialsController::notFound);
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .header(OFFSET, Long.toString(upload.received()))
                .header(COMPLETE, upload.isComplete() ? "?1" : "?0");
        if (upload.total() >= 0) {
            answer.header(LENGTH, Long.toString(upload.total()));
        }
        if (upload.isComplete()) {
            answer.header(HttpHeaders.ACCEPT_RANGES, "bytes")
                    .eTag(tag(upload))
                    .contentType(MediaType.APPLICATION_OCTET_STREAM)
                    .contentLength(upload.received());
        }
        return answer.build();
    }

    /** A material, or a range of it. */
    @GetMapping(PATH)
    void get(Caller caller, @PathVariable String name, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Upload upload = find(caller, name).filter(Upload::isComplete).orElseThrow(MaterialsController::notFound);
        String tag = tag(upload);
        response.setHeader(HttpHeaders.ETAG, tag);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
        if (tag.equals(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        String ifRange = request.getHeader(HttpHeaders.IF_RANGE);
        String asked = ifRange == null || ifRange.equals(tag) ? request.getHeader(HttpHeaders.RANGE) : null;
        AskedRange range = AskedRange.of(asked, upload.received());
        if (range.isOutside()) {
            outside(upload.received(), response);
            return;
        }
        TransferSlots.Slot slot = slots.take(caller.party());
        try {
            response.setStatus(range.isPart() ? HttpServletResponse.SC_PARTIAL_CONTENT : HttpServletResponse.SC_OK);
            response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
            response.setContentLengthLong(range.length());
            response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
            response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment");
            response.setHeader("X-Content-Type-Options", "nosniff");
            if (range.isPart()) {
                response.setHeader(HttpHeaders.CONTENT_RANGE, range.text(upload.received()));
            }
            materials.read(caller.party(), upload.name(), range.from(), range.length(), response.getOutputStream());
        } catch (IOException readerIsGone) {
            LOG.debug("a reader of a material did not wait for its end");
        } finally {
            slot.close();
        }
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

    private static void outside(long size, HttpServletResponse response) {
        Rejection rejection = new Rejection(
                ProblemCode.RANGE_OUTSIDE, "The material has " + size + " bytes; the range lies outside of them.");
        ProblemResolver.answer(Problem.of(rejection).with(HttpHeaders.CONTENT_RANGE, "bytes */" + size), response);
    }

    private static String tag(Upload upload) {
        return "\"" + MaterialName.write(upload.name()) + "\"";
    }

    private static Rejection notFound() {
        return new Rejection(ProblemCode.NOT_FOUND, "There is no such material, or it is not yours.");
    }
}
