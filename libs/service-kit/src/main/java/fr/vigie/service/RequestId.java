package fr.vigie.service;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;

/**
 * Gives every request an id: the caller's {@code X-Request-Id} where it is short and plain, otherwise a new one. It stands
 * in the response's header and, as {@code requestId}, in every log line of the request.
 */
@Singleton
class RequestId {
    static final String HEADER = "X-Request-Id";
    static final String MDC_KEY = "requestId";

    /** Before everything else, so that refusals carry the id too. */
    private static final int PRIORITY = 1000;

    /** Six digits in a row could be a phone number, and an id ends up in the log. */
    private static final Pattern PLAIN = Pattern.compile("(?!.*[0-9]{6})[A-Za-z0-9._-]{1,64}");

    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    void register(@Observes Filters filters) {
        filters.register(RequestId::tag, PRIORITY);
    }

    private static void tag(RoutingContext request) {
        String id = accepted(request.request().getHeader(HEADER));
        MDC.put(MDC_KEY, id);
        request.response().putHeader(HEADER, id);
        request.next();
    }

    private static String accepted(String given) {
        boolean usable = given != null
                && (PLAIN.matcher(given).matches() || UUID_FORM.matcher(given).matches());
        return usable ? given : UUID.randomUUID().toString();
    }
}
