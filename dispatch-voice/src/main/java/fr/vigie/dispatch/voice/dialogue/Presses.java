package fr.vigie.dispatch.voice.dialogue;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Tells one press of a key from two. A telephone tells of a press while it lasts (RFC 4733), gateways tell of it by SIP
 * INFO as well, mostly when it ends, and either may tell of it several times. Not thread-safe: its call guards it.
 */
public final class Presses {
    /** The pause after a press: nobody means two by less, and some gateways break one press up. */
    private static final long PAUSE_NANOS = Duration.ofMillis(300).toNanos();

    /** An INFO that nobody confirmed in time is sent again; without the sound of the key nothing tells the two apart. */
    private static final long INFO_PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    /** How long after a press an INFO of it may come, by a signalling path that lost it once; or before, by the other. */
    private static final long OTHER_WAY_NANOS = Duration.ofSeconds(2).toNanos();

    private final LongSupplier nanoTime;
    private final Map<Character, Press> last = new HashMap<>();

    private enum Way {
        SOUND,
        INFO
    }

    /** Of a key, the last. */
    private static final class Press {
        private Way way;
        private long told;
    }

    public Presses() {
        this(System::nanoTime);
    }

    /** @param nanoTime as {@link System#nanoTime} */
    Presses(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** The sound of a key has begun. @return whether it is a press that was not told before */
    public boolean begun(char key) {
        return told(key, Way.SOUND);
    }

    /** The sound of a key goes on, or has just ended: the press is as old as this. */
    public void held(char key) {
        Press press = last.get(key);
        if (press != null) {
            press.way = Way.SOUND;
            press.told = nanoTime.getAsLong();
        }
    }

    /** A key came by SIP INFO. @return whether it is a press that was not told before */
    public boolean byInfo(char key) {
        return told(key, Way.INFO);
    }

    private boolean told(char key, Way way) {
        long now = nanoTime.getAsLong();
        Press press = last.get(key);
        boolean same = press != null && now - press.told < pause(press.way, way);
        if (press == null) {
            press = new Press();
            last.put(key, press);
        }
        if (same && way == Way.INFO && press.way == Way.SOUND) {
            return false; // the sound says when the press has ended, an INFO does not
        }
        press.way = way;
        press.told = now;
        return !same;
    }

    private static long pause(Way before, Way now) {
        if (before != now) {
            return OTHER_WAY_NANOS;
        }
        return now == Way.SOUND ? PAUSE_NANOS : INFO_PAUSE_NANOS;
    }
}
