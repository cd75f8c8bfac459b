package fr.vigie.service;

import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;

/** Holds a body to its limit while it is read: for bodies that do not declare their length. */
@Provider
public class LimitedBody implements ReaderInterceptor {
    static final String LIMIT = "fr.vigie.service.body-limit";

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext body) throws IOException {
        if (body.getProperty(LIMIT) instanceof Long limit) {
            body.setInputStream(new LimitedStream(body.getInputStream(), limit));
        }
        return body.proceed();
    }
}
