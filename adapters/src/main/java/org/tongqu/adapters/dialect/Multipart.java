package org.tongqu.adapters.dialect;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.fileupload.FileItemIterator;
import org.apache.commons.fileupload.FileItemStream;
import org.apache.commons.fileupload.FileUpload;
import org.apache.commons.fileupload.FileUploadException;
import org.apache.commons.fileupload.UploadContext;
import org.jspecify.annotations.Nullable;
import org.tongqu.record.Sha256;
import org.tongqu.record.failure.FieldError;

/**
 * Fields and files as {@code multipart/form-data} (RFC 7578), written as browsers write it: names in the charset of the texts, of their
 * signs only the quotation mark and the end of a line escaped. A file is base64 among the fields. Stateless.
 */
final class Multipart {
    private static final int MOST_PARTS = 256;
    private static final int BOUNDARY_DIGITS = 32;
    private static final int MOST_OF_HEAD = 4 << 10;
    private static final String LINE_END = "\r\n";

    private Multipart() {}

    /**
     * The body.
     *
     * @param fields all of them by name; what {@code files} names is base64
     * @param files as {@link Transport#files}
     * @param contentType without the boundary
     */
    static Requests.Packed pack(
            Map<String, String> fields, Map<String, String> files, String contentType, Charset charset) {
        String boundary = "tongqu-" + digest(fields);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        fields.forEach((name, value) -> {
            String nameField = files.get(name);
            StringBuilder head = new StringBuilder("--")
                    .append(boundary)
                    .append(LINE_END)
                    .append("Content-Disposition: form-data; name=\"")
                    .append(escaped(name))
                    .append('"');
            if (nameField != null) {
                String fileName = fields.getOrDefault(nameField, "");
                head.append("; filename=\"")
                        .append(escaped(fileName.isEmpty() ? name : fileName))
                        .append('"')
                        .append(LINE_END)
                        .append("Content-Type: application/octet-stream");
            }
            body.writeBytes(head.append(LINE_END).append(LINE_END).toString().getBytes(charset));
            body.writeBytes(
                    nameField == null
                            ? value.getBytes(charset)
                            : Base64.getDecoder().decode(value));
            body.writeBytes(LINE_END.getBytes(StandardCharsets.US_ASCII));
        });
        body.writeBytes(("--" + boundary + "--" + LINE_END).getBytes(StandardCharsets.US_ASCII));
        return new Requests.Packed(body.toByteArray(), contentType + "; boundary=" + boundary);
    }

    /**
     * The fields of a body, in its order; of one that stands twice, the first. A file that {@code files} does not name is passed over; the
     * name of one that it does name stands in its field, unless a part says something else there.
     *
     * @throws Untranslatable if it is no such body, has too many parts, or a text is not in this charset
     */
    static Map<String, String> unpack(
            byte[] body, @Nullable String contentType, Map<String, String> files, Charset charset)
            throws Untranslatable {
        FileUpload reader = new FileUpload();
        reader.setHeaderEncoding(charset.name());
        reader.setPartHeaderSizeMax(MOST_OF_HEAD);
        Map<String, String> fields = new LinkedHashMap<>();
        Map<String, String> fileNames = new LinkedHashMap<>();
        try {
            FileItemIterator parts = reader.getItemIterator(new Body(body, contentType));
            int count = 0;
            while (parts.hasNext()) {
                count++;
                FileItemStream part = parts.next();
                String name = part.getFieldName();
                byte[] octets;
                try (InputStream content = part.openStream()) {
                    octets = content.readAllBytes();
                }
                String nameField = files.get(name);
                if (nameField != null) {
                    fields.putIfAbsent(name, Base64.getEncoder().encodeToString(octets));
                    if (part.getName() != null) {
                        fileNames.putIfAbsent(nameField, part.getName());
                    }
                } else if (part.isFormField()) {
                    fields.putIfAbsent(name, Charsets.decode(octets, charset));
                }
                if (count > MOST_PARTS) {
                    throw unreadable();
                }
            }
            if (count == 0) {
                throw unreadable();
            }
        } catch (FileUploadException | IOException | RuntimeException noSuchBody) {
            throw unreadable();
        }
        fileNames.forEach(fields::putIfAbsent);
        return fields;
    }

    private static Untranslatable unreadable() {
        return new Untranslatable(List.of(new FieldError(
                "",
                "multipart",
                "不是合格的 multipart/form-data，或分段过多",
                "It is no multipart/form-data, or has too many parts.")));
    }

    /** Nobody writes a text that holds its own digest, so the boundary stands nowhere else. */
    private static String digest(Map<String, String> fields) {
        StringBuilder all = new StringBuilder();
        fields.forEach(
                (name, value) -> all.append(name).append('\n').append(value).append('\n'));
        return Sha256.mark(all.toString(), BOUNDARY_DIGITS);
    }

    private static String escaped(String name) {
        return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    }

    private record Body(byte[] octets, @Nullable String contentType) implements UploadContext {
        @Override
        public @Nullable String getCharacterEncoding() {
            return null;
        }

        @Override
        public @Nullable String getContentType() {
            return contentType;
        }

        @Override
        public int getContentLength() {
            return octets.length;
        }

        @Override
        public long contentLength() {
            return octets.length;
        }

        @Override
        public InputStream getInputStream() {
            return new ByteArrayInputStream(octets);
        }
    }
}
