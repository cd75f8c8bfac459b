package fr.vigie.dispatch.voice.dialogue;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which key does what, in the order in which they are offered. */
public final class Keys {
    private static final String ON_THE_TELEPHONE = "0123456789*#";
    /** A call that nobody can acknowledge proves nothing, and whoever wants to leave must be able to. */
    private static final Set<Action> NEEDED = Set.of(Action.ACKNOWLEDGE, Action.OPT_OUT);

    private final Map<Action, Character> keys;
    private final Map<Character, Action> actions = new HashMap<>();

    /** @throws IllegalArgumentException where a key is none, or means two things, or a needed action has none */
    Keys(Map<Action, Character> keys) {
        this.keys = new LinkedHashMap<>(keys);
        keys.forEach((action, key) -> {
            if (ON_THE_TELEPHONE.indexOf(key) < 0) {
                throw new IllegalArgumentException("the key of " + action.written() + " is not on a telephone");
            }
            Action other = actions.put(key, action);
            if (other != null) {
                throw new IllegalArgumentException(
                        "key " + key + " means both " + other.written() + " and " + action.written());
            }
        });
        for (Action action : NEEDED) {
            if (!keys.containsKey(action)) {
                throw new IllegalArgumentException(action.written() + " is no choice, and must be one");
            }
        }
    }

    Optional<Action> action(char key) {
        return Optional.ofNullable(actions.get(key));
    }

    char key(Action action) {
        return keys.get(action);
    }

    Set<Action> offered() {
        return keys.keySet();
    }
}
