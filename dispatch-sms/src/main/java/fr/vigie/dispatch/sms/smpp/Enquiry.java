package fr.vigie.dispatch.sms.smpp;

import fr.vigie.dispatch.carrier.Receipt;
import fr.vigie.smpp.QuerySm;
import fr.vigie.smpp.Reply;
import fr.vigie.smpp.SmppSession;
import fr.vigie.smpp.Status;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Asks an SMSC what became of a text: of all its parts, one after the other; the answer is that of the whole. */
final class Enquiry {
    private static final CompletionStage<Optional<Receipt>> NOT_KNOWN =
            CompletableFuture.completedFuture(Optional.empty());

    private final Links links;
    private final Submission submission;
    private final MessageIds ids;
    private final ReceiptReader reader;
    private final Duration patience;
    private final Clock clock;

    Enquiry(Links links, Submission submission, MessageIds ids, ReceiptReader reader, Duration patience, Clock clock) {
        this.links = links;
        this.submission = submission;
        this.ids = ids;
        this.reader = reader;
        this.patience = patience;
        this.clock = clock;
    }

    CompletionStage<Optional<Receipt>> about(String carrierMessageId) {
        if (carrierMessageId.isBlank()) {
            return NOT_KNOWN;
        }
        return next(carrierMessageId, PartReceipts.ids(carrierMessageId), new ArrayList<>());
    }

    private CompletionStage<Optional<Receipt>> next(String name, List<String> partIds, List<Receipt> answers) {
        if (answers.size() == partIds.size()) {
            return CompletableFuture.completedFuture(Optional.of(PartReceipts.summary(name, answers)));
        }
        String id = partIds.get(answers.size());
        if (SubmitReplies.unnamed(id)) {
            return NOT_KNOWN;
        }
        return ask(id, ids.spellings(id), 0).thenCompose(answer -> {
            if (answer.isEmpty()) {
                return NOT_KNOWN;
            }
            answers.add(answer.get());
            return next(name, partIds, answers);
        });
    }

    private CompletionStage<Optional<Receipt>> ask(String id, List<String> spellings, int index) {
        Link link = links.next();
        SmppSession session = link == null ? null : link.transmitting();
        if (index == spellings.size() || session == null || !link.answersQueries()) {
            return NOT_KNOWN;
        }
        return session.query(submission.question(spellings.get(index)), patience)
                .thenCompose(reply -> {
                    if (reply instanceof Reply.Answered<QuerySm.Answer> told) {
                        QuerySm.Answer answer = told.value();
                        Optional<Receipt> receipt = reader.read(id, answer.state(), answer.error(), clock.instant());
                        return CompletableFuture.completedFuture(receipt);
                    }
                    if (reply instanceof Reply.Refused<QuerySm.Answer> refused) {
                        if (refused.status() == Status.RINVCMDID) {
                            link.asksInVain();
                            return NOT_KNOWN;
                        }
                        return ask(id, spellings, index + 1); // perhaps it was spelt otherwise
                    }
                    return NOT_KNOWN;
                });
    }
}
