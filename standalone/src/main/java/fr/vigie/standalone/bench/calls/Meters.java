package fr.vigie.standalone.bench.calls;

import fr.vigie.events.DeliveryState;
import fr.vigie.standalone.Fault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What dispatch-voice counts, since its start.
 *
 * @param ended deliveries that are final
 * @param frames RTP packets sent
 * @param lateRounds rounds of its pacing threads that began more than 20 ms late
 */
record Meters(long ended, long frames, long lateRounds) {
    private static final Pattern LINE = Pattern.compile("(?m)^(vigie_[a-z_]+)(?:\\{(.*)})? ([0-9.E+]+)$");
    private static final Pattern STATE = Pattern.compile("state=\"([A-Z_]+)\"");

    static Meters of(HttpClient http, String url) throws InterruptedException {
        try {
            return of(http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                    .body());
        } catch (IOException e) {
            throw new Fault("dispatch-voice does not tell its metrics: " + e.getMessage(), e);
        }
    }

    private static Meters of(String metrics) {
        long ended = 0;
        long frames = 0;
        long late = 0;
        Matcher line = LINE.matcher(metrics);
        while (line.find()) {
            String tags = line.group(2) == null ? "" : line.group(2);
            long value = (long) Double.parseDouble(line.group(3));
            switch (line.group(1)) {
                case "vigie_deliveries_total" -> {
                    Matcher state = STATE.matcher(tags);
                    ended += state.find()
                                    && DeliveryState.valueOf(state.group(1)).isFinal()
                            ? value
                            : 0;
                }
                case "vigie_rtp_packets_total" -> frames += tags.contains("\"sent\"") ? value : 0;
                case "vigie_rtp_late_rounds_total" -> late += value;
                default -> {}
            }
        }
        return new Meters(ended, frames, late);
    }

    Meters since(Meters before) {
        return new Meters(ended - before.ended, frames - before.frames, lateRounds - before.lateRounds);
    }
}
