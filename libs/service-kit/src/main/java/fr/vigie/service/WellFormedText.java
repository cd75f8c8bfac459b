package fr.vigie.service;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Refuses JSON that is not UTF-8 (RFC 8259, section 8.1). Jackson's own reader lets overlong forms through, by which a
 * text could hold what a check of its bytes does not see. Reads within the body's limit, since it comes after
 * {@link LimitedBody}.
 */
@Provider
@Priority(Priorities.USER + 100)
public class WellFormedText implements ReaderInterceptor {
    @Override
    public Object aroundReadFrom(ReaderInterceptorContext body) throws IOException {
        MediaType type = body.getMediaType();
        if (type != null && type.getSubtype().endsWith("json")) {
            byte[] bytes = body.getInputStream().readAllBytes();
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            } catch (CharacterCodingException malformed) {
                throw new ProblemException(
                        ProblemCode.MALFORMED_JSON,
                        "body is not UTF-8",
                        List.of(new FieldError("body", "UTF-8", "is not UTF-8")));
            }
            body.setInputStream(new ByteArrayInputStream(bytes));
        }
        return body.proceed();
    }
}
