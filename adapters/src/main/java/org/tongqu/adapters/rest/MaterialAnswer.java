package org.tongqu.adapters.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.tongqu.record.PartyId;
import org.tongqu.record.failure.ProblemCode;
import org.tongqu.record.failure.Rejection;
import org.tongqu.record.port.Materials;
import org.tongqu.record.port.Materials.Upload;

/** Gives a material as a stream: whole or a range of it (RFC 9110, 14), or not at all to who has it. Thread-safe. */
final class MaterialAnswer {
    private static final Logger LOG = LoggerFactory.getLogger(MaterialAnswer.class);

    private final Materials materials;
    private final TransferSlots slots;

    MaterialAnswer(Materials materials, TransferSlots slots) {
        this.materials = materials;
        this.slots = slots;
    }

    /** Gives what this party may read. */
    void give(PartyId reader, Upload material, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String tag = tag(material);
        response.setHeader(HttpHeaders.ETAG, tag);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
        if (tag.equals(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        String ifRange = request.getHeader(HttpHeaders.IF_RANGE);
        String asked = ifRange == null || ifRange.equals(tag) ? request.getHeader(HttpHeaders.RANGE) : null;
        AskedRange range = AskedRange.of(asked, material.received());
        if (range.isOutside()) {
            outside(material.received(), response);
            return;
        }
        if (HttpMethod.HEAD.matches(request.getMethod())) {
            head(range, material, response);
            return;
        }
        TransferSlots.Slot slot = slots.take(reader);
        try {
            head(range, material, response);
            OutputStream octets = slot.pace().of(response.getOutputStream());
            materials.read(reader, material.name(), range.from(), range.length(), octets);
        } catch (IOException readerIsGone) {
            LOG.debug("a reader of a material did not wait for its end");
        } finally {
            slot.close();
        }
    }

    private static void head(AskedRange range, Upload material, HttpServletResponse response) {
        response.setStatus(range.isPart() ? HttpServletResponse.SC_PARTIAL_CONTENT : HttpServletResponse.SC_OK);
        response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
        response.setContentLengthLong(range.length());
        response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment");
        response.setHeader("X-Content-Type-Options", "nosniff");
        if (range.isPart()) {
            response.setHeader(HttpHeaders.CONTENT_RANGE, range.text(material.received()));
        }
    }

    static String tag(Upload material) {
        return "\"" + MaterialName.write(material.name()) + "\"";
    }

    static Rejection notFound() {
        return new Rejection(ProblemCode.NOT_FOUND, "There is no such material, or it is not yours.");
    }

    private static void outside(long size, HttpServletResponse response) {
        Rejection rejection = new Rejection(
                ProblemCode.RANGE_OUTSIDE, "The material has " + size + " bytes; the range lies outside of them.");
        ProblemResolver.answer(Problem.of(rejection).with(HttpHeaders.CONTENT_RANGE, "bytes */" + size), response);
    }
}
