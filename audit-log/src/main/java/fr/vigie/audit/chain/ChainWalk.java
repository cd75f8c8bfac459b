package fr.vigie.audit.chain;

import fr.vigie.audit.chain.ChainStore.Chain;
import fr.vigie.audit.chain.ChainStore.Page;
import fr.vigie.audit.chain.ChainVerifier.Fault;
import fr.vigie.audit.chain.ChainVerifier.Kind;
import fr.vigie.audit.chain.PageCodec.UnreadablePageException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** One verification of one chain: what has been recomputed so far. Thread-confined. */
final class ChainWalk {
    private final Chain chain;
    private final RecordHash hash = new RecordHash();
    private String previous;
    private long offset;
    private long records;

    ChainWalk(Chain chain) {
        this.chain = chain;
        this.offset = chain.firstOffset() - 1;
        this.previous = hash.genesis(chain.id(), chain.firstOffset());
    }

    /** The last record that was found good; one less than the first before any was. */
    long offset() {
        return offset;
    }

    /** Whether the head was reached. */
    boolean complete() {
        return offset == chain.lastOffset();
    }

    /** Checks the pages that come next; none where there are no more. */
    Optional<Fault> check(List<Page> pages) {
        if (pages.isEmpty()) {
            return fault(offset + 1, Kind.MISSING_RECORD);
        }
        for (Page page : pages) {
            Optional<Fault> fault = check(page);
            if (fault.isPresent() || complete()) {
                return fault;
            }
        }
        return Optional.empty();
    }

    private Optional<Fault> check(Page page) {
        if (page.firstOffset() != offset + 1) {
            return fault(offset + 1, Kind.MISSING_RECORD);
        }
        List<AuditRecord> entries;
        try {
            entries = PageCodec.read(page.body());
        } catch (UnreadablePageException e) {
            return fault(page.firstOffset(), Kind.UNREADABLE_PAGE);
        }
        for (AuditRecord entry : entries) {
            if (entry.offset() != offset + 1) {
                return fault(offset + 1, Kind.MISSING_RECORD);
            }
            previous = hash.of(previous, entry);
            offset = entry.offset();
            records++;
            if (!previous.equals(entry.hash())) {
                return fault(offset, Kind.CHANGED_RECORD);
            }
            if (complete()) {
                return head(page, entries);
            }
        }
        if (offset < page.lastOffset()) {
            return fault(offset + 1, Kind.MISSING_RECORD);
        }
        return index(page, entries);
    }

    private Optional<Fault> head(Page page, List<AuditRecord> entries) {
        if (!previous.equals(chain.head()) || records != chain.records()) {
            return fault(offset, Kind.CHANGED_HEAD);
        }
        return index(page, entries);
    }

    private Optional<Fault> index(Page page, List<AuditRecord> entries) {
        Set<UUID> alerts = entries.stream()
                .map(AuditRecord::alertId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        boolean fits = !entries.isEmpty()
                && entries.get(entries.size() - 1).offset() == page.lastOffset()
                && alerts.equals(page.alerts());
        return fits ? Optional.empty() : fault(page.firstOffset(), Kind.CHANGED_INDEX);
    }

    private Optional<Fault> fault(long at, Kind kind) {
        return Optional.of(new Fault(chain.id(), at, kind));
    }
}
