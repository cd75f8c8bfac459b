package fr.vigie.acceptance.peer;

import fr.vigie.events.Urgency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is sent, and to what kind of operators.
 *
 * @param name names its folder, its database and its row in a table
 * @param texts how many, each to a number of its own and with words of its own
 * @param lane urgent or bulk
 * @param peers the operators' options, one for each
 * @param settings of dispatch-sms, beside what tests are always given
 * @param expires how long after they were sent the alerts expire
 * @param limit how long all may take
 * @param doors whether doors stand before the operators, which count who comes in
 * @param during what happens while they are sent
 */
record Story(
        String name,
        int texts,
        Urgency lane,
        List<PeerOptions> peers,
        Map<String, String> settings,
        Duration expires,
        Duration limit,
        boolean doors,
        Disturbance during) {

    /** Something that goes wrong while texts are sent; returns when it is over. */
    interface Disturbance {
        void happen(Scene scene);
    }

    Story {
        peers = List.copyOf(peers);
        settings = Map.copyOf(settings);
    }

    /** An urgent story, one operator, half an hour until the alerts expire. */
    static Story of(String name, int texts, String options) {
        return new Story(
                name,
                texts,
                Urgency.URGENT,
                List.of(PeerOptions.of(options)),
                Map.of(),
                Duration.ofMinutes(30),
                Duration.ofMinutes(10),
                false,
                scene -> {});
    }

    Story sized(int count) {
        return new Story(name, count, lane, peers, settings, expires, limit, doors, during);
    }

    /** At other operators, one for each line of options. */
    Story at(List<String> options) {
        return new Story(
                name,
                texts,
                lane,
                options.stream().map(PeerOptions::of).toList(),
                settings,
                expires,
                limit,
                doors,
                during);
    }

    Story bulk() {
        return new Story(name, texts, Urgency.BULK, peers, settings, expires, limit, doors, during);
    }

    Story with(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(settings);
        more.put(key, value);
        return new Story(name, texts, lane, peers, more, expires, limit, doors, during);
    }

    /** One operator more. */
    Story besides(String options) {
        List<PeerOptions> more = new ArrayList<>(peers);
        more.add(PeerOptions.of(options));
        return new Story(name, texts, lane, more, settings, expires, limit, doors, during);
    }

    Story behindDoors() {
        return new Story(name, texts, lane, peers, settings, expires, limit, true, during);
    }

    Story expiring(Duration after) {
        return new Story(name, texts, lane, peers, settings, after, limit, doors, during);
    }

    Story within(Duration time) {
        return new Story(name, texts, lane, peers, settings, expires, time, doors, during);
    }

    Story during(Disturbance disturbance) {
        return new Story(name, texts, lane, peers, settings, expires, limit, doors, disturbance);
    }
}
