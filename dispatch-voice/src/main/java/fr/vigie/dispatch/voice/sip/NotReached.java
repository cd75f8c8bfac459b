package fr.vigie.dispatch.voice.sip;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.HashSet;
import java.util.Set;
import javax.net.ssl.SSLException;

/** Why nothing could be sent to a proxy; the names are shown to operators. */
public enum NotReached {
    NO_SUCH_HOST("no such host"),
    CONNECTION_REFUSED("connection refused"),
    CONNECTION_TIMED_OUT("no connection in time"),
    NO_ROUTE("no route to it"),
    TLS_NOT_TRUSTED("its certificate is not trusted, or not valid now"),
    TLS_NAME_MISMATCH("its certificate shows another name"),
    TLS_FAILED("no TLS with it"),
    /** It is connected, and its buffers are full. */
    NOT_READ("it does not read what it is sent"),
    /** None of the others. */
    NOT_SENT("it could not be sent to");

    private final String words;

    NotReached(String words) {
        this.words = words;
    }

    /** For the log. */
    public String words() {
        return words;
    }

    /** Reads the kinds of an exception and its causes, never their texts: these may hold a number. */
    static NotReached of(Throwable failure) {
        Set<Class<?>> kinds = new HashSet<>();
        Throwable each = failure;
        for (int depth = 0; each != null && depth < 16; depth++) {
            kinds.add(each.getClass());
            each = each.getCause();
        }
        if (any(kinds, NotReadException.class)) {
            return NOT_READ;
        }
        if (any(kinds, UnknownHostException.class)) {
            return NO_SUCH_HOST;
        }
        if (any(
                kinds,
                CertPathBuilderException.class,
                CertPathValidatorException.class,
                CertificateExpiredException.class,
                CertificateNotYetValidException.class)) {
            return TLS_NOT_TRUSTED;
        }
        if (any(kinds, CertificateException.class)) {
            // Whoever is trusted, and not accepted all the same, shows a name that is not the proxy's.
            return TLS_NAME_MISMATCH;
        }
        if (any(kinds, SSLException.class)) {
            return TLS_FAILED;
        }
        if (any(kinds, SocketTimeoutException.class)) {
            return CONNECTION_TIMED_OUT;
        }
        if (any(kinds, NoRouteToHostException.class)) {
            return NO_ROUTE;
        }
        return any(kinds, ConnectException.class) ? CONNECTION_REFUSED : NOT_SENT;
    }

    private static boolean any(Set<Class<?>> kinds, Class<?>... wanted) {
        for (Class<?> one : wanted) {
            if (kinds.stream().anyMatch(one::isAssignableFrom)) {
                return true;
            }
        }
        return false;
    }
}
