package fr.vigie.registry.subscriber;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalTime;
import java.util.UUID;

/** A merchant's row. Never leaves this package. */
@Entity
@Table(name = "subscriber")
class SubscriberRow {
    @Id
    UUID id;

    @Version
    long version;

    @Column(name = "import_key", columnDefinition = "bytea")
    byte[] importKey;

    @Column(columnDefinition = "text")
    String reference;

    @Column(columnDefinition = "text")
    String name;

    @Column(columnDefinition = "text")
    String siret;

    @Column(columnDefinition = "_text") // how PostgreSQL names text[]
    String[] trades;

    @Column(columnDefinition = "text")
    String commune;

    @Column(columnDefinition = "text")
    String departement;

    @Column(columnDefinition = "text")
    String address;

    Double lat;
    Double lon;

    @Enumerated(EnumType.STRING)
    @Column(name = "position_precision", columnDefinition = "text")
    PositionPrecision precision;

    @Column(name = "preferred_channel", columnDefinition = "text")
    String preferredChannel;

    @Column(name = "quiet_from")
    LocalTime quietFrom;

    @Column(name = "quiet_to")
    LocalTime quietTo;

    @Enumerated(EnumType.STRING)
    @Column(columnDefinition = "text")
    SubscriberStatus status;

    @Enumerated(EnumType.STRING)
    @Column(name = "consent_source", columnDefinition = "text")
    ConsentSource consentSource;

    @Column(name = "consent_proof", columnDefinition = "text")
    String consentProof;

    @Column(name = "consent_at")
    Instant consentAt;

    @Column(name = "withdrawn_at")
    Instant withdrawnAt;

    @Column(name = "sms_opted_out_at")
    Instant smsOptedOutAt;

    @Column(name = "voice_opted_out_at")
    Instant voiceOptedOutAt;

    @Column(name = "created_at", updatable = false)
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;
}
