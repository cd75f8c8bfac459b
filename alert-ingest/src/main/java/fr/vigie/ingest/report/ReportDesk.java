package fr.vigie.ingest.report;

import fr.vigie.bus.OutgoingEvent;
import fr.vigie.events.ReportReceived;
import fr.vigie.events.Topics;
import fr.vigie.ingest.access.Visibility;
import fr.vigie.outbox.Outbox;
import fr.vigie.reference.Commune;
import fr.vigie.service.Place;
import fr.vigie.service.ProblemException;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** Files reports and finds them again. */
@ApplicationScoped
class ReportDesk {
    // Hibernate counts parameters its own way.
    private static final String APPEND_EVENT = Outbox.INSERT.replace("$1", "?1");
    private static final String VISIBLE = "(?1 = true or reportedBy = ?2 or departement in ?3)";

    private final Outbox outbox;
    private final Clock clock;

    ReportDesk(Outbox outbox, Clock clock) {
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Stores a report and its event in one transaction. */
    Uni<ReportView> file(NewReport filed, Commune commune, Visibility officer) {
        Report report = report(filed, commune, officer);
        byte[] frames = Outbox.frames(List.of(event(report, filed)));
        return Panache.withTransaction(() -> report.persistAndFlush()
                        .chain(Panache::getSession)
                        .chain(session -> session.createNativeQuery(APPEND_EVENT)
                                .setParameter(1, frames)
                                .executeUpdate()))
                .invoke(outbox::committed)
                .map(ignored -> ReportView.of(report));
    }

    /** One report; fails with NOT_FOUND where the caller may see no such report. */
    Uni<ReportView> find(UUID id, Visibility visibility) {
        return Panache.withSession(() -> Report.<Report>find(
                        VISIBLE + " and id = ?4",
                        visibility.national(),
                        visibility.subject(),
                        visibility.departements(),
                        id)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> ProblemException.notFound("report"))
                .map(ReportView::of));
    }

    /** A page of the reports that the caller may see, newest first. */
    Uni<ReportView.Page> page(Place after, int limit, Visibility visibility) {
        return Panache.withSession(() -> Report.<Report>find(
                        VISIBLE + " and (receivedAt < ?4 or receivedAt = ?4 and id < ?5)"
                                + " order by receivedAt desc, id desc",
                        visibility.national(),
                        visibility.subject(),
                        visibility.departements(),
                        after.at(),
                        after.id())
                .range(0, limit)
                .list()
                .map(reports -> page(reports, limit)));
    }

    private static ReportView.Page page(List<Report> reports, int limit) {
        List<ReportView> items =
                reports.stream().limit(limit).map(ReportView::of).toList();
        if (reports.size() <= limit) {
            return new ReportView.Page(items, null);
        }
        ReportView last = items.get(limit - 1);
        return new ReportView.Page(items, new Place(last.receivedAt(), last.id()).text());
    }

    private Report report(NewReport filed, Commune commune, Visibility officer) {
        Report report = new Report();
        report.id = UUID.randomUUID();
        report.kind = filed.kind().name();
        report.modusOperandi = filed.modusOperandi();
        report.observedAt = filed.observedAt().toInstant().truncatedTo(ChronoUnit.MICROS);
        report.commune = commune.code();
        report.departement = commune.departement();
        report.lat = filed.place().lat();
        report.lon = filed.place().lon();
        report.placeDescription = filed.place().description();
        report.description = filed.description();
        report.receivedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
        report.reportedBy = officer.subject();
        return report;
    }

    private static OutgoingEvent event(Report report, NewReport filed) {
        Instant at = report.receivedAt;
        ReportReceived event = new ReportReceived(
                report.id,
                filed.kind(),
                report.modusOperandi,
                report.commune,
                report.departement,
                report.observedAt,
                at,
                report.reportedBy);
        return OutgoingEvent.of(Topics.REPORT_RECEIVED, report.id, report.id.toString(), at, event);
    }
}
