package fr.vigie.dispatch.flow;

import fr.vigie.dispatch.carrier.Carrier;
import fr.vigie.dispatch.carrier.HandOver;
import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.carrier.Receipt;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** What is known of a carrier before anything is handed to it. */
final class PaperCarrier implements Carrier {
    private final String name;
    private final int weight;
    boolean up = true;
    int window = 1_000_000;
    int price;
    Function<Question, CompletionStage<Optional<Receipt>>> answer = question -> {
        throw new UnsupportedOperationException("nothing is asked here");
    };
    Function<HandOver, CompletionStage<HandOverOutcome>> take = handOver -> {
        throw new UnsupportedOperationException("nothing is handed over here");
    };
    ToIntFunction<String> affinity = number -> 0;

    PaperCarrier(String name, int weight) {
        this.name = name;
        this.weight = weight;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean available() {
        return up;
    }

    @Override
    public int window() {
        return window;
    }

    @Override
    public int maxPerSecond() {
        return 0;
    }

    @Override
    public int weight() {
        return weight;
    }

    @Override
    public int affinity(String number) {
        return affinity.applyAsInt(number);
    }

    @Override
    public int pricePerUnit() {
        return price;
    }

    @Override
    public CompletionStage<HandOverOutcome> handOver(HandOver handOver) {
        return take.apply(handOver);
    }

    @Override
    public CompletionStage<Optional<Receipt>> query(Question question) {
        return answer.apply(question);
    }
}
