package fr.vigie.registry.subscriber;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/** A merchant's number, encrypted for that merchant. Never leaves this package. */
@Entity
@Table(name = "subscriber_number")
@IdClass(NumberRow.Key.class)
class NumberRow {
    @Id
    @Column(name = "subscriber_id")
    UUID subscriberId;

    @Id
    short position;

    @Column(columnDefinition = "text")
    String cipher;

    @Column(name = "blind_index", columnDefinition = "bytea")
    byte[] blindIndex;

    @Column(columnDefinition = "text")
    String line;

    @Column(columnDefinition = "text")
    String label;

    /** When an operator first said that it is nobody's. */
    @Column(name = "found_dead_at")
    Instant foundDeadAt;

    /** When that was said again, so that it is believed. */
    @Column(name = "dead_at")
    Instant deadAt;

    /** What is known of the same number elsewhere. */
    void inherit(NumberRow old) {
        foundDeadAt = old.foundDeadAt;
        deadAt = old.deadAt;
    }

    void revive() {
        foundDeadAt = null;
        deadAt = null;
    }

    /** The primary key; a class because the provider fills it by its default constructor. */
    static final class Key implements Serializable {
        private static final long serialVersionUID = 1L;

        UUID subscriberId;
        short position;

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && position == key.position
                    && Objects.equals(subscriberId, key.subscriberId);
        }

        @Override
        public int hashCode() {
            return Objects.hash(subscriberId, position);
        }
    }
}
