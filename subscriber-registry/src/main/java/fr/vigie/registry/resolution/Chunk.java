package fr.vigie.registry.resolution;

import fr.vigie.events.Channel;
import java.util.List;
import java.util.UUID;

/**
 * Some recipients of an alert, in the order that gives them their positions.
 *
 * @param alertId the alert
 * @param number number of the chunk, from 0
 * @param places recipient and channel of each position
 */
record Chunk(UUID alertId, int number, List<Place> places) {
    /** Width of the confirmation bits. */
    static final int LARGEST = 512;

    Chunk {
        places = List.copyOf(places);
        if (places.size() > LARGEST) {
            throw new IllegalArgumentException("a chunk has at most " + LARGEST + " places");
        }
    }

    /** Who, and by which channel first. */
    record Place(UUID recipientId, Channel channel) {}

    int count(Channel channel) {
        return (int) places.stream().filter(place -> place.channel() == channel).count();
    }

    UUID[] recipientIds() {
        return places.stream().map(Place::recipientId).toArray(UUID[]::new);
    }

    /** One letter per place. */
    String channelLetters() {
        StringBuilder letters = new StringBuilder(places.size());
        places.forEach(place -> letters.append(letter(place.channel())));
        return letters.toString();
    }

    static List<Place> places(UUID[] recipients, String letters) {
        List<Place> places = new java.util.ArrayList<>(recipients.length);
        for (int i = 0; i < recipients.length; i++) {
            places.add(new Place(recipients[i], letters.charAt(i) == 'S' ? Channel.SMS : Channel.VOICE));
        }
        return places;
    }

    private static char letter(Channel channel) {
        return channel == Channel.SMS ? 'S' : 'V';
    }
}
