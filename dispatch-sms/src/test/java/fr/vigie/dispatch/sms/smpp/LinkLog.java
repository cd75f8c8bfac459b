package fr.vigie.dispatch.sms.smpp;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;

/** What the links say from here on. */
final class LinkLog extends Handler implements AutoCloseable {
    private record Line(Level level, String text) {}

    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger(Link.class.getName());

    static LinkLog open() {
        LinkLog log = new LinkLog();
        log.logger.addHandler(log);
        return log;
    }

    List<String> warnings() {
        return lines.stream()
                .filter(line -> line.level().intValue() >= Level.WARNING.intValue())
                .map(Line::text)
                .toList();
    }

    List<String> beginningWith(String words) {
        return lines.stream()
                .map(Line::text)
                .filter(text -> text.startsWith(words))
                .toList();
    }

    @Override
    public void publish(LogRecord line) {
        lines.add(new Line(
                line.getLevel(), line instanceof ExtLogRecord own ? own.getFormattedMessage() : line.getMessage()));
    }

    @Override
    public void flush() {
        // Nothing is kept back.
    }

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
