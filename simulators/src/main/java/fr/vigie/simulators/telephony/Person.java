package fr.vigie.simulators.telephony;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Who or what picked up: listens, presses keys, hangs up. Runs on the network's one thread, through the call. */
final class Person {

    private static final long PATIENCE_AFTER_KEYS_MILLIS = 30_000;
    private static final long VOICEMAIL_MILLIS = 60_000;
    private static final long NO_KEY_MILLIS = 20_000;
    private static final long MESSAGE_ENDED_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);
    private static final int KEY_STEP_SAMPLES = 160;
    private static final int KEY_STEPS = 5;
    /** RFC 4733, 2.5.1.4: the end of a key is sent three times, for UDP may lose it. */
    private static final int KEY_ENDS = 3;

    private final Call call;
    private final RtpLeg leg;
    private final TelephoneBehaviour behaviour;

    Person(Call call, RtpLeg leg, TelephoneBehaviour behaviour) {
        this.call = call;
        this.leg = leg;
        this.behaviour = behaviour;
    }

    /** Does, from now on, what the number says. */
    void listen() {
        switch (behaviour) {
            case VOICEMAIL -> {
                playGreeting();
                call.after(VOICEMAIL_MILLIS, this::hangUp);
            }
            case NO_KEY -> {
                call.after(NO_KEY_MILLIS + 3 * call.listening().toMillis(), this::hangUp);
                call.every(500, () -> {
                    if (leg.quietFor(MESSAGE_ENDED_NANOS)) {
                        hangUp();
                    }
                });
            }
            case PRESSES_NINE_TWICE -> {
                call.after(1_000, () -> press('9', false));
                call.after(2_500, () -> press('9', false));
                call.after(PATIENCE_AFTER_KEYS_MILLIS, this::hangUp);
            }
            case PRESSES_TWO_THEN_ONE -> {
                call.after(1_000, () -> press('2', false));
                call.after(4_000, () -> press('1', false));
                call.after(PATIENCE_AFTER_KEYS_MILLIS, this::hangUp);
            }
            default -> {
                boolean info = behaviour == TelephoneBehaviour.PRESSES_ONE_BY_INFO;
                long listening = call.listening().toMillis();
                long until =
                        listening > 0 ? listening : ThreadLocalRandom.current().nextLong(500, 2_501);
                call.after(until, () -> press('1', info));
                call.after(listening + PATIENCE_AFTER_KEYS_MILLIS, this::hangUp);
            }
        }
    }

    private void hangUp() {
        call.hangUp(CallOutcome.HUNG_UP_BY_TELEPHONE);
    }

    private void press(char key, boolean info) {
        SessionDescription remote = leg.remote();
        boolean byInfo = info || remote == null || remote.eventPayload() < 0;
        call.pressed(key, byInfo);
        if (byInfo) {
            call.sendKeyInfo(key);
            return;
        }
        int event = key - '0';
        for (int step = 0; step < KEY_STEPS + KEY_ENDS; step++) {
            int current = step;
            boolean end = step >= KEY_STEPS;
            int duration = Math.min(step + 1, KEY_STEPS + 1) * KEY_STEP_SAMPLES;
            call.after((long) step * Sound.FRAME_MILLIS, () -> leg.sendKey(event, current, duration, end));
        }
        call.after(
                (long) (KEY_STEPS + KEY_ENDS) * Sound.FRAME_MILLIS,
                () -> leg.endKey((KEY_STEPS + KEY_ENDS) * KEY_STEP_SAMPLES));
    }

    private void playGreeting() {
        if (leg.remote() == null) {
            return;
        }
        byte[][] frames = Sound.voicemail(leg.remote().codec());
        int[] next = {0};
        call.every(Sound.FRAME_MILLIS, () -> {
            if (next[0] < frames.length) {
                leg.sendFrame(frames[next[0]++]);
                if (next[0] == frames.length) {
                    leg.record();
                }
            }
        });
    }
}
