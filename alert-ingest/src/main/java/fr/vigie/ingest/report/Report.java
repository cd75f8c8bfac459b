package fr.vigie.ingest.report;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A report at rest. */
@Entity
@Table(name = "report")
class Report extends PanacheEntityBase {
    @Id
    UUID id;

    @Column(columnDefinition = "text")
    String kind;

    @Column(name = "modus_operandi", columnDefinition = "text")
    String modusOperandi;

    @Column(name = "observed_at")
    Instant observedAt;

    @Column(columnDefinition = "text")
    String commune;

    @Column(columnDefinition = "text")
    String departement;

    Double lat;

    Double lon;

    @Column(name = "place_description", columnDefinition = "text")
    String placeDescription;

    @Column(columnDefinition = "text")
    String description;

    @Column(name = "received_at")
    Instant receivedAt;

    @Column(name = "reported_by", columnDefinition = "text")
    String reportedBy;
}
