package fr.vigie.smpp;

import fr.vigie.smpp.BindFailedException.Reason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** How a session comes about, or why it does not (section 4.1). */
final class Binding {
    private final BindRequest request;
    private final long by;
    private final CompletableFuture<Void> outcome = new CompletableFuture<>();

    Binding(BindRequest request, long now, Duration limit) {
        this.request = request;
        this.by = now + limit.toNanos();
    }

    CompletionStage<Void> begin(PduWriter out, int sequence) {
        out.begin(request.kind().command(), Status.ROK, sequence);
        request.write(out);
        out.end();
        return outcome;
    }

    BindKind kind() {
        return request.kind();
    }

    void done() {
        outcome.complete(null);
    }

    void refused(int status) {
        failed(Reason.REFUSED, status, "the centre refuses the bind");
    }

    /** Whether the answer is overdue; then it has failed. */
    boolean overdue(long now) {
        boolean overdue = now - by >= 0;
        if (overdue) {
            failed(Reason.SILENT, 0, "the centre does not answer the bind");
        }
        return overdue;
    }

    /** The link is gone; nothing new where the outcome is known. */
    void lost() {
        failed(Reason.LINK_LOST, 0, "the link fell before the centre answered the bind");
    }

    private void failed(Reason reason, int status, String what) {
        if (!outcome.isDone()) {
            outcome.completeExceptionally(new BindFailedException(reason, status, what, null));
        }
    }
}
