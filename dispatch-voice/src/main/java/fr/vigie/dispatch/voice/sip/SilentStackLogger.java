package fr.vigie.dispatch.voice.sip;

import gov.nist.core.StackLogger;
import java.util.Properties;
import org.jboss.logging.Logger;

/**
 * Keeps the stack from wanting log4j 1, and from logging messages: every one of them holds a telephone number. Public
 * because the stack creates it by name.
 */
public final class SilentStackLogger implements StackLogger {
    private static final Logger LOG = Logger.getLogger(SilentStackLogger.class);

    @Override
    public void logStackTrace() {}

    @Override
    public void logStackTrace(int level) {}

    @Override
    public int getLineCount() {
        return 0;
    }

    @Override
    public void logException(Throwable exception) {
        LOG.debugf("the SIP stack met a %s", exception.getClass().getSimpleName());
    }

    @Override
    public void logDebug(String message) {}

    @Override
    public void logDebug(String message, Exception exception) {}

    @Override
    public void logTrace(String message) {}

    @Override
    public void logFatalError(String message) {
        LOG.error("the SIP stack reports a fatal error; its message is withheld, it may hold a number");
    }

    @Override
    public void logError(String message) {}

    @Override
    public boolean isLoggingEnabled() {
        return false;
    }

    @Override
    public boolean isLoggingEnabled(int level) {
        return false;
    }

    @Override
    public void logError(String message, Exception exception) {
        logException(exception);
    }

    @Override
    public void logWarning(String message) {}

    @Override
    public void logInfo(String message) {}

    @Override
    public void disableLogging() {}

    @Override
    public void enableLogging() {}

    @Override
    public void setBuildTimeStamp(String stamp) {}

    @Override
    public void setStackProperties(Properties properties) {}

    @Override
    public String getLoggerName() {
        return SilentStackLogger.class.getName();
    }
}
