package fr.vigie.dispatch.sms.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.dispatch.carrier.Incoming;
import fr.vigie.dispatch.carrier.Receipt;
import fr.vigie.dispatch.carrier.ReceiptSink;
import fr.vigie.events.DeliveryState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartReceiptsTest {
    private final List<Receipt> receipts = new ArrayList<>();
    private final PartReceipts parts = new PartReceipts(new ReceiptSink() {
        @Override
        public CompletionStage<Void> receive(Receipt receipt) {
            receipts.add(receipt);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Void> receive(Incoming message) {
            return CompletableFuture.completedFuture(null);
        }
    });

    @ParameterizedTest
    @ValueSource(strings = {"+", "+++", "a+b", "4711"})
    void shouldTakeAnIdForOneWhateverIsInIt(String id) {
        assertThat(PartReceipts.ids(id)).containsExactly(id);
    }

    @Test
    void shouldFindThePartsAgainByTheNameOfTheText() {
        String name = parts.register(List.of("a+b", "+", "c"));
        assertThat(PartReceipts.ids(name)).containsExactly("a+b", "+", "c");
    }

    @Test
    void shouldReportTheTextWhenAllItsPartsAreDelivered() {
        String name = parts.register(List.of("+", "++"));
        parts.receive(delivered("+"));
        assertThat(receipts).isEmpty();
        parts.receive(delivered("++"));
        assertThat(receipts).containsExactly(delivered(name));
    }

    @Test
    void shouldGiveNoNameWhereAPartHasNoneOrAllAreTooLong() {
        assertThat(SubmitReplies.unnamed(parts.register(List.of("a", "")))).isTrue();
        assertThat(SubmitReplies.unnamed(parts.register(Collections.nCopies(255, "7".repeat(64)))))
                .isTrue();
    }

    private static Receipt delivered(String id) {
        return new Receipt("sim", id, DeliveryState.DELIVERED, null, Instant.EPOCH);
    }
}
