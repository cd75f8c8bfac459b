package fr.vigie.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.audit.chain.ChainStore.Chain;
import fr.vigie.audit.chain.ChainStore.Page;
import fr.vigie.audit.chain.ChainVerifier.Fault;
import fr.vigie.audit.chain.ChainVerifier.Kind;
import fr.vigie.audit.chain.PageCodec.UnreadablePageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChainWalkTest {
    private static final int ROUNDS = 400;

    @ParameterizedTest
    @ValueSource(longs = {1, 15, 2026})
    void shouldFindAnyChainIntactThatNobodyTouched(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            Made made = Made.random(random);

            assertThat(made.verify()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 48, 1789})
    void shouldNameAFaultAtOrBeforeAnyChangedField(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            Made made = Made.random(random);
            int at = random.nextInt(made.records.size());
            AuditRecord before = made.records.get(at);
            made.records.set(at, changed(before, random));

            Optional<Fault> fault = made.verify();

            assertThat(fault)
                    .as("%s instead of %s", made.records.get(at), before)
                    .isPresent();
            assertThat(fault.orElseThrow().offset()).isLessThanOrEqualTo(before.offset());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 75, 1515})
    void shouldNameAFaultAtOrBeforeAnyChangedByteOfAPage(long seed) throws UnreadablePageException {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            Made made = Made.random(random);
            List<Page> pages = new ArrayList<>(made.pages());
            int at = random.nextInt(pages.size());
            Page page = pages.get(at);
            byte[] body = page.body().clone();
            body[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
            pages.set(at, new Page(page.firstOffset(), page.lastOffset(), body, page.alerts()));

            Optional<Fault> fault = made.verify(pages);

            if (fault.isPresent()) {
                assertThat(fault.orElseThrow().offset()).isBetween(page.firstOffset(), page.lastOffset());
            } else {
                // A bit that means nothing to deflate, such as padding: what is read is what was written.
                assertThat(PageCodec.read(body)).isEqualTo(PageCodec.read(page.body()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 99})
    void shouldNameTheFirstRecordThatIsMissingWhereverItStood(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            Made made = Made.random(random);
            AuditRecord gone = made.records.remove(random.nextInt(made.records.size()));

            assertThat(made.verify())
                    .hasValueSatisfying(fault -> assertThat(fault.offset()).isEqualTo(gone.offset()));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 61})
    void shouldNameTheFirstRecordOfAMissingPage(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < ROUNDS; i++) {
            Made made = Made.random(random);
            List<Page> pages = new ArrayList<>(made.pages());
            Page gone = pages.remove(random.nextInt(pages.size()));

            assertThat(made.verify(pages)).hasValueSatisfying(fault -> {
                assertThat(fault.offset()).isEqualTo(gone.firstOffset());
                assertThat(fault.kind()).isEqualTo(Kind.MISSING_RECORD);
            });
        }
    }

    @Test
    void shouldNameTheHeadWhereItIsNotTheLastRecordsHashOrCountsAnotherNumber() {
        Made made = Made.random(new Random(6));
        Chain chain = made.chain;
        String zeros = "0".repeat(64);

        assertThat(made.verify(new Chain(chain.id(), chain.firstOffset(), chain.lastOffset(), chain.records(), zeros)))
                .hasValue(new Fault(chain.id(), chain.lastOffset(), Kind.CHANGED_HEAD));
        assertThat(made.verify(new Chain(
                        chain.id(), chain.firstOffset(), chain.lastOffset(), chain.records() + 1, chain.head())))
                .hasValue(new Fault(chain.id(), chain.lastOffset(), Kind.CHANGED_HEAD));
    }

    @Test
    void shouldNotTakeTheRecordsOfOneChainForThoseOfAnother() {
        Made made = Made.random(new Random(7));
        Chain chain = made.chain;
        ChainId other =
                new ChainId(chain.id().topicId(), chain.id().topic(), chain.id().partition() + 1);

        assertThat(made.verify(
                        new Chain(other, chain.firstOffset(), chain.lastOffset(), chain.records(), chain.head())))
                .hasValue(new Fault(other, chain.firstOffset(), Kind.CHANGED_RECORD));
    }

    @Test
    void shouldNameAPageThatAnAlertIsNoLongerFoundBy() {
        Made made = Made.of(Records.newChain(), Records.of(UUID.randomUUID(), 0, 40), 10);
        List<Page> pages = new ArrayList<>(made.pages());
        Page third = pages.get(2);
        pages.set(2, new Page(third.firstOffset(), third.lastOffset(), third.body(), Set.of()));

        assertThat(made.verify(pages)).hasValue(new Fault(made.chain.id(), 20, Kind.CHANGED_INDEX));
    }

    @Test
    void shouldNotLetTextMoveFromOneFieldToTheNext() {
        AuditRecord one = new AuditRecord(1, "ab", "c", null, "", "t", 5, null, "d", "b", null);
        AuditRecord other = new AuditRecord(1, "a", "bc", null, "", "t", 5, null, "d", "b", null);
        AuditRecord empty = new AuditRecord(1, "ab", "c", "", "", "t", 5, null, "d", "b", null);
        RecordHash hash = new RecordHash();

        assertThat(Set.of(hash.of("x", one), hash.of("x", other), hash.of("x", empty), hash.of("y", one)))
                .hasSize(4);
    }

    private static AuditRecord changed(AuditRecord from, Random random) {
        AuditRecord other;
        do {
            AuditRecord draw = Records.random(random, from.offset());
            other = switch (random.nextInt(11)) {
                case 0 -> copy(from, from.offset() + 1, from.key(), from.loggedAt(), from.alertId(), from.body());
                case 1 -> copy(from, from.offset(), draw.key(), from.loggedAt(), from.alertId(), from.body());
                case 2 -> copy(from, from.offset(), from.key(), draw.loggedAt(), from.alertId(), from.body());
                case 3 -> copy(from, from.offset(), from.key(), from.loggedAt(), draw.alertId(), from.body());
                case 4 -> copy(from, from.offset(), from.key(), from.loggedAt(), from.alertId(), draw.body());
                case 5 -> headers(from, draw.eventId(), from.type(), from.source(), from.time(), from.digest());
                case 6 -> headers(from, from.eventId(), draw.type(), from.source(), from.time(), from.digest());
                case 7 -> headers(from, from.eventId(), from.type(), draw.source(), from.time(), from.digest());
                case 8 -> headers(from, from.eventId(), from.type(), from.source(), draw.time(), from.digest());
                case 9 -> headers(from, from.eventId(), from.type(), from.source(), from.time(), draw.digest());
                default -> from.withHash("00" + from.hash().substring(2));
            };
        } while (other.equals(from));
        return other;
    }

    private static AuditRecord copy(AuditRecord r, long offset, String key, long at, UUID alert, String body) {
        return new AuditRecord(
                offset, key, r.eventId(), r.type(), r.source(), r.time(), at, alert, r.digest(), body, r.hash());
    }

    private static AuditRecord headers(
            AuditRecord r, String id, String type, String source, String time, String digest) {
        return new AuditRecord(
                r.offset(), r.key(), id, type, source, time, r.loggedAt(), r.alertId(), digest, r.body(), r.hash());
    }

    /** A chain as the store would have made it, whose records can be changed. */
    private static final class Made {
        private final Chain chain;
        private final List<AuditRecord> records;
        private final List<Bounds> bounds;

        private record Bounds(long first, long last, Set<UUID> alerts) {}

        private Made(Chain chain, List<AuditRecord> records, List<Bounds> bounds) {
            this.chain = chain;
            this.records = records;
            this.bounds = bounds;
        }

        static Made random(Random random) {
            long first = random.nextInt(3) * 1_000L;
            List<AuditRecord> records = new ArrayList<>();
            int count = 1 + random.nextInt(30);
            for (int i = 0; i < count; i++) {
                records.add(Records.random(random, first + i));
            }
            return of(
                    new ChainId(new UUID(random.nextLong(), 1), "topic", random.nextInt(4)),
                    records,
                    1 + random.nextInt(7));
        }

        static Made of(ChainId id, List<AuditRecord> records, int perPage) {
            RecordHash hash = new RecordHash();
            long first = records.get(0).offset();
            String previous = hash.genesis(id, first);
            List<AuditRecord> linked = new ArrayList<>();
            for (AuditRecord each : records) {
                previous = hash.of(previous, each);
                linked.add(each.withHash(previous));
            }
            List<Bounds> bounds = new ArrayList<>();
            for (int from = 0; from < linked.size(); from += perPage) {
                List<AuditRecord> part = linked.subList(from, Math.min(linked.size(), from + perPage));
                bounds.add(new Bounds(
                        part.get(0).offset(),
                        part.get(part.size() - 1).offset(),
                        part.stream()
                                .map(AuditRecord::alertId)
                                .filter(Objects::nonNull)
                                .collect(Collectors.toSet())));
            }
            Chain chain = new Chain(id, first, first + linked.size() - 1, linked.size(), previous);
            return new Made(chain, linked, bounds);
        }

        /** The records as they are now, in the pages in which they were stored. */
        List<Page> pages() {
            List<AuditRecord> left = new ArrayList<>(records);
            List<Page> pages = new ArrayList<>();
            int next = 0;
            for (Bounds each : bounds) {
                List<AuditRecord> body = new ArrayList<>();
                while (next < left.size() && belongs(left.get(next), each)) {
                    body.add(left.get(next++));
                }
                if (!body.isEmpty()) {
                    pages.add(new Page(each.first, each.last, PageCodec.write(body), each.alerts));
                }
            }
            return pages;
        }

        // A changed offset may lie one beyond its page: it stays where it was stored.
        private boolean belongs(AuditRecord record, Bounds page) {
            return record.offset() <= page.last
                    || (record.offset() == page.last + 1
                            && records.stream()
                                            .filter(each -> each.offset() == record.offset())
                                            .count()
                                    > 1
                            && records.indexOf(record)
                                    == records.stream()
                                            .map(AuditRecord::offset)
                                            .toList()
                                            .indexOf(record.offset()))
                    || record.offset() > chain.lastOffset();
        }

        Optional<Fault> verify() {
            return verify(chain, pages());
        }

        Optional<Fault> verify(List<Page> pages) {
            return verify(chain, pages);
        }

        Optional<Fault> verify(Chain other) {
            return verify(other, pages());
        }

        private static Optional<Fault> verify(Chain chain, List<Page> pages) {
            ChainWalk walk = new ChainWalk(chain);
            Optional<Fault> fault = walk.check(pages);
            return fault.isPresent() || walk.complete() ? fault : walk.check(List.of());
        }
    }
}
