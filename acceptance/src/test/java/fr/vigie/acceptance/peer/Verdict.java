package fr.vigie.acceptance.peer;

import fr.vigie.acceptance.peer.PeerSmsc.Counts;
import fr.vigie.acceptance.peer.PeerSmsc.Taken;
import fr.vigie.acceptance.stage.Told;
import fr.vigie.acceptance.stage.Told.Standing;
import fr.vigie.crypto.BlindIndex;
import fr.vigie.events.DeliveryState;
import fr.vigie.events.FailureReason;
import fr.vigie.events.SubscriberEvent;
import fr.vigie.events.Urgency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Our account of a story beside the operators'. Texts are told apart by their references, not by their numbers.
 *
 * @param story which
 * @param texts how many were asked for
 * @param taken submits that operators took, by their journals
 * @param states how many texts ended in each state, with the reason where there is one
 * @param lost texts without a final state, and urgent ones that no operator has though nobody says that they were not
 *     sent
 * @param untaken texts that no operator has and that say so: refused, expired, or unconfirmed
 * @param twiceFlagged texts that operators took more than once, and that say so
 * @param twiceUnflagged and that do not
 * @param flaggedOnce texts that say so and were taken once at most
 * @param extra submits beyond the first of each text
 * @param stops numbers that wrote STOP and were told of
 * @param lying texts whose state is not what the operator did, and wishes to be left
 *     alone that were not told or that nobody had; one line each
 * @param counts the operators' own
 * @param took from the first request to the last final state
 */
record Verdict(
        String story,
        int texts,
        int taken,
        Map<String, Integer> states,
        List<String> lost,
        int untaken,
        int twiceFlagged,
        List<String> twiceUnflagged,
        int flaggedOnce,
        int extra,
        int stops,
        List<String> lying,
        Counts counts,
        Duration took) {

    /** Whether nothing was lost, sent twice silently, or told wrongly. */
    boolean clean() {
        return lost.isEmpty() && twiceUnflagged.isEmpty() && lying.isEmpty();
    }

    int ended(DeliveryState state) {
        return states.entrySet().stream()
                .filter(each ->
                        each.getKey().equals(state.name()) || each.getKey().startsWith(state.name() + " "))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    int ended(DeliveryState state, FailureReason reason) {
        return states.getOrDefault(state + " " + reason, 0);
    }

    /** Compares. */
    static Verdict of(
            Story story,
            Map<UUID, String> references,
            BlindIndex index,
            Told told,
            List<PeerSmsc> peers,
            Duration took) {
        Reckoning reckoning = new Reckoning(story, peers);
        reckoning.compareStops(index, told);
        references.forEach((delivery, reference) -> reckoning.add(reference, told.of(delivery)));
        return reckoning.verdict(references.size(), took);
    }

    private static final class Reckoning {
        private record Entry(PeerSmsc peer, Taken taken) {}

        private final Story story;
        private final List<PeerSmsc> peers;
        private final Map<String, List<Entry>> journal = new HashMap<>();
        private final Map<String, Integer> states = new TreeMap<>();
        private final List<String> lost = new ArrayList<>();
        private final List<String> twiceUnflagged = new ArrayList<>();
        private final List<String> lying = new ArrayList<>();
        private int taken;
        private int untaken;
        private int twiceFlagged;
        private int flaggedOnce;
        private int extra;
        private int stops;
        private Counts counts = new Counts(0, 0, 0, 0, 0, 0, 0, 0);

        Reckoning(Story story, List<PeerSmsc> peers) {
            this.story = story;
            this.peers = peers;
            for (PeerSmsc peer : peers) {
                List<Taken> lines = peer.taken();
                lines.stream()
                        .filter(each -> !each.reference().isEmpty())
                        .forEach(each -> journal.computeIfAbsent(each.reference(), key -> new ArrayList<>())
                                .add(new Entry(peer, each)));
                taken += lines.size();
                counts = counts.plus(peer.counts());
                if (!peer.killed() && peer.counts().accepted() != lines.size()) {
                    lying.add("the operator counts " + peer.counts().accepted() + " and its journal " + lines.size());
                }
            }
        }

        void compareStops(BlindIndex index, Told told) {
            Set<String> wanted = new HashSet<>();
            for (PeerSmsc peer : peers) {
                peer.taken().stream()
                        .filter(each -> peer.options().stops(each.serial()))
                        .forEach(each -> wanted.add(HexFormat.of().formatHex(index.of("+" + each.to()))));
            }
            for (SubscriberEvent event : told.aboutSubscribers()) {
                boolean stop = event.type() == SubscriberEvent.Type.OPTED_OUT
                        && event.source().equals("SMS_STOP")
                        && event.numberDigest() != null;
                if (stop && wanted.remove(event.numberDigest())) {
                    stops++;
                } else {
                    lying.add("told, and nobody wrote it: " + event.type() + " " + event.source());
                }
            }
            wanted.forEach(each -> lying.add("somebody wrote STOP, and it was not told"));
        }

        void add(String reference, Optional<Standing> known) {
            List<Entry> entries = journal.getOrDefault(reference, List.of());
            extra += Math.max(0, entries.size() - 1);
            if (known.isEmpty() || !known.get().state().isFinal()) {
                states.merge(known.map(each -> "open " + each.state()).orElse("open"), 1, Integer::sum);
                lost.add(reference);
                return;
            }
            Standing standing = known.get();
            states.merge(
                    standing.state() + (standing.reason() == null ? "" : " " + standing.reason()), 1, Integer::sum);
            if (entries.size() > 1) {
                if (standing.possibleDuplicate()) {
                    twiceFlagged++;
                } else {
                    twiceUnflagged.add(reference);
                }
            } else if (standing.possibleDuplicate()) {
                flaggedOnce++;
            }
            judge(reference, standing, entries);
        }

        private void judge(String reference, Standing standing, List<Entry> entries) {
            boolean had = !entries.isEmpty();
            boolean fits = switch (standing.state()) {
                case DELIVERED, UNDELIVERABLE -> had ? fateFits(standing, entries) : journalWasCut(standing);
                case REJECTED, EXPIRED, CANCELLED -> !had;
                case UNCONFIRMED -> true; // claims nothing
                default -> false;
            };
            if (!fits) {
                lying.add(reference + " " + standing + ", the operator: " + entries);
            }
            if (!had) {
                boolean urgent = story.lane() == Urgency.URGENT;
                if (standing.state() == DeliveryState.UNCONFIRMED && urgent && !journalWasCut(standing)) {
                    lost.add(reference);
                } else if (standing.state() != DeliveryState.DELIVERED
                        && standing.state() != DeliveryState.UNDELIVERABLE) {
                    untaken++;
                }
            }
        }

        /** One of the fates that the operator gave it, with that fate's reason. */
        private static boolean fateFits(Standing standing, List<Entry> entries) {
            return entries.stream().anyMatch(each -> {
                PeerOptions options = each.peer().options();
                if (!options.fateBySerial()) {
                    return true;
                }
                boolean undeliverable = options.undeliverable(each.taken().serial());
                FailureReason reason =
                        options.is("receipt", "tlv") ? FailureReason.UNSPECIFIED : FailureReason.SUBSCRIBER_ABSENT;
                return undeliverable
                        ? standing.state() == DeliveryState.UNDELIVERABLE && standing.reason() == reason
                        : standing.state() == DeliveryState.DELIVERED && standing.reason() == null;
            });
        }

        /** An operator that was killed had not written the last lines of its journal; the name it gave is the proof. */
        private boolean journalWasCut(Standing standing) {
            return peers.stream().anyMatch(PeerSmsc::killed)
                    && !standing.messageIds().isEmpty();
        }

        Verdict verdict(int texts, Duration took) {
            return new Verdict(
                    story.name(),
                    texts,
                    taken,
                    states,
                    lost,
                    untaken,
                    twiceFlagged,
                    twiceUnflagged,
                    flaggedOnce,
                    extra,
                    stops,
                    lying,
                    counts,
                    took);
        }
    }
}
