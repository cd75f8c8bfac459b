package fr.vigie.dispatch.voice.dialogue;

import java.util.Locale;
import java.util.Optional;

/** What a person can do with a key. */
enum Action {
    /** Says that the message was understood. */
    ACKNOWLEDGE,
    /** Hears it again. */
    REPEAT,
    /** Wants no more calls; asked once more before it counts. */
    OPT_OUT;

    /** As it is written in the phrases and in the configuration: {@code opt-out}. */
    String written() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Action> of(String written) {
        for (Action action : values()) {
            if (action.written().equals(written)) {
                return Optional.of(action);
            }
        }
        return Optional.empty();
    }
}
