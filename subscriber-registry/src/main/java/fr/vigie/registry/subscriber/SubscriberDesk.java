package fr.vigie.registry.subscriber;

import fr.vigie.bus.OutgoingEvent;
import fr.vigie.crypto.BlindIndex;
import fr.vigie.crypto.FieldCipher;
import fr.vigie.events.Channel;
import fr.vigie.events.SubscriberEvent.Type;
import fr.vigie.outbox.Outbox;
import fr.vigie.reference.Territory;
import fr.vigie.registry.subscriber.SubscriberRows.NumberRows;
import fr.vigie.registry.subscriber.ValidSubscriber.ValidNumber;
import fr.vigie.service.ProblemException;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.OptimisticLockException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.StaleObjectStateException;
import org.hibernate.exception.ConstraintViolationException;

/** Enrols, changes and withdraws merchants; each change and its event are one transaction. */
@ApplicationScoped
class SubscriberDesk {
    /** Hibernate writes parameters its own way. */
    private static final String OUTBOX_INSERT = Outbox.INSERT.replace("$1", "?1");

    private final SubscriberRows rows;
    private final NumberRows numberRows;
    private final SubscriberShow show;
    private final FieldCipher cipher;
    private final BlindIndex index;
    private final Outbox outbox;
    private final Clock clock;

    SubscriberDesk(
            SubscriberRows rows,
            NumberRows numberRows,
            SubscriberShow show,
            FieldCipher cipher,
            BlindIndex index,
            Outbox outbox,
            Clock clock) {
        this.rows = rows;
        this.numberRows = numberRows;
        this.show = show;
        this.cipher = cipher;
        this.index = index;
        this.outbox = outbox;
        this.clock = clock;
    }

    Uni<SubscriberView> enrol(ValidSubscriber subscriber) {
        Instant now = clock.instant();
        SubscriberRow row = new SubscriberRow();
        row.id = SubscriberIds.next(now.toEpochMilli());
        row.createdAt = now;
        row.consentSource = subscriber.consentSource();
        row.consentProof = subscriber.consentProof();
        row.consentAt = subscriber.consentAt();
        fill(row, subscriber, now);
        OutgoingEvent given = ConsentEvents.of(row.id, Type.CONSENT_GIVEN, null, ConsentEvents.REGISTRAR, now);
        return transaction(() -> rows.persistAndFlush(row)
                .chain(() -> replaceNumbers(row.id, List.of(), subscriber.numbers()))
                .chain(numbers -> append(given).replaceWith(numbers))
                .map(numbers -> show.view(row, numbers, true)));
    }

    Uni<SubscriberView> change(UUID id, Territory territory, ValidSubscriber subscriber, long version) {
        return transaction(() -> loadForWrite(id, territory).chain(row -> {
            if (row.status == SubscriberStatus.WITHDRAWN) {
                throw ProblemException.conflict("This merchant has left; consent must be given again first");
            }
            if (row.version != version) {
                throw stale();
            }
            fill(row, subscriber, clock.instant());
            return rows.flush()
                    .chain(() -> numberRows.of(List.of(id)))
                    .chain(known -> replaceNumbers(id, known.getOrDefault(id, List.of()), subscriber.numbers()))
                    .map(numbers -> show.view(row, numbers, true));
        }));
    }

    /** Notes that the merchant has left. Once more changes nothing. */
    Uni<Void> withdraw(UUID id, Territory territory) {
        return transaction(() -> loadForWrite(id, territory).chain(row -> {
            if (row.status == SubscriberStatus.WITHDRAWN) {
                return Uni.createFrom().voidItem();
            }
            Instant now = clock.instant();
            row.status = SubscriberStatus.WITHDRAWN;
            row.withdrawnAt = now;
            row.updatedAt = now;
            return rows.flush()
                    .chain(() ->
                            append(ConsentEvents.of(id, Type.CONSENT_WITHDRAWN, null, ConsentEvents.REGISTRAR, now)));
        }));
    }

    Uni<SubscriberView> consent(UUID id, Territory territory, ConsentRequest request) {
        return transaction(() -> loadForWrite(id, territory).chain(row -> {
            Instant now = clock.instant();
            boolean given = request.action() == ConsentRequest.Action.GIVE;
            if (given) {
                give(row);
            } else {
                take(row, request.channel(), request.at());
            }
            row.consentSource = request.source();
            row.consentProof = request.proof();
            row.consentAt = request.at();
            row.updatedAt = now;
            Type type = given ? Type.CONSENT_GIVEN : Type.CONSENT_WITHDRAWN;
            Channel channel = given ? null : request.channel();
            return rows.flush()
                    .chain(() -> append(ConsentEvents.of(id, type, channel, ConsentEvents.REGISTRAR, now)))
                    .chain(() -> numberRows.of(List.of(id)))
                    .map(found -> found.getOrDefault(id, List.of()))
                    .invoke(numbers -> {
                        if (given) {
                            numbers.forEach(NumberRow::revive); // whoever enrols anew names the numbers that work
                        }
                    })
                    .map(numbers -> show.view(row, numbers, true));
        }));
    }

    private static void give(SubscriberRow row) {
        row.status = row.status == SubscriberStatus.WITHDRAWN ? SubscriberStatus.ACTIVE : row.status;
        row.withdrawnAt = null;
        row.smsOptedOutAt = null;
        row.voiceOptedOutAt = null;
    }

    private static void take(SubscriberRow row, Channel channel, Instant at) {
        if (channel == Channel.SMS) {
            row.smsOptedOutAt = at;
        } else if (channel == Channel.VOICE) {
            row.voiceOptedOutAt = at;
        } else {
            row.status = SubscriberStatus.WITHDRAWN;
            row.withdrawnAt = at;
        }
    }

    /** Invisible is 404, whether it exists or not. */
    private Uni<SubscriberRow> loadForWrite(UUID id, Territory territory) {
        return rows.findById(id).map(row -> {
            if (row == null || !territory.covers(row.departement)) {
                throw ProblemException.notFound("subscriber");
            }
            return row;
        });
    }

    private void fill(SubscriberRow row, ValidSubscriber from, Instant now) {
        row.importKey = ImportKey.of(from, index);
        row.name = from.name();
        row.reference = from.reference();
        row.siret = from.siret();
        row.trades = from.trades().toArray(String[]::new);
        row.commune = from.commune();
        row.departement = from.departement();
        row.address = from.address();
        row.lat = from.lat();
        row.lon = from.lon();
        row.precision = from.precision();
        row.preferredChannel =
                from.preferredChannel() == null ? null : from.preferredChannel().name();
        row.quietFrom = from.quietHours() == null ? null : from.quietHours().from();
        row.quietTo = from.quietHours() == null ? null : from.quietHours().to();
        row.status = from.status();
        row.updatedAt = now;
    }

    /** A number that stays keeps what is known of it. */
    private Uni<List<NumberRow>> replaceNumbers(UUID id, List<NumberRow> known, List<ValidNumber> numbers) {
        List<NumberRow> wanted = new ArrayList<>(numbers.size());
        for (int i = 0; i < numbers.size(); i++) {
            ValidNumber number = numbers.get(i);
            NumberRow row = new NumberRow();
            row.subscriberId = id;
            row.position = (short) i;
            row.cipher = cipher.encrypt(number.number().e164(), id.toString());
            row.blindIndex = index.of(number.number().e164());
            row.line = number.line().name();
            row.label = number.label();
            known.stream()
                    .filter(old -> Arrays.equals(old.blindIndex, row.blindIndex))
                    .findFirst()
                    .ifPresent(row::inherit);
            wanted.add(row);
        }
        return Panache.getSession().chain(session -> {
            known.forEach(session::detach);
            return numberRows
                    .delete("subscriberId", id)
                    .chain(() -> session.persistAll(wanted.toArray()))
                    .chain(session::flush)
                    .replaceWith(wanted);
        });
    }

    private static Uni<Void> append(OutgoingEvent event) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(OUTBOX_INSERT)
                        .setParameter(1, Outbox.frames(List.of(event)))
                        .executeUpdate())
                .replaceWithVoid();
    }

    private <T> Uni<T> transaction(java.util.function.Supplier<Uni<T>> work) {
        return Panache.withTransaction(work)
                .invoke(outbox::committed)
                .onFailure()
                .transform(refusal());
    }

    private static Function<Throwable, Throwable> refusal() {
        return failure -> {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof ConstraintViolationException violation
                        && "subscriber_import_key".equals(violation.getConstraintName())) {
                    return ProblemException.conflict("This merchant is enrolled already: the reference, or SIRET and"
                            + " commune, or name, commune and number are the same");
                }
                if (cause instanceof OptimisticLockException || cause instanceof StaleObjectStateException) {
                    return stale();
                }
            }
            return failure;
        };
    }

    private static ProblemException stale() {
        return ProblemException.conflict("The record has changed meanwhile: read it again and repeat the change");
    }
}
