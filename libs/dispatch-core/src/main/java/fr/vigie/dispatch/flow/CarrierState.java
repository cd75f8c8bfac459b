package fr.vigie.dispatch.flow;

import fr.vigie.dispatch.carrier.Carrier;
import fr.vigie.dispatch.carrier.LinkState;
import fr.vigie.events.Urgency;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A carrier at this moment, as this copy of the service sees it.
 *
 * @param window most hand-overs under way when all of its links are up
 * @param inFlight hand-overs under way
 * @param maxPerSecond rate that the operator allows all copies together, in units: parts of texts, or calls; 0 for none
 * @param pace units per second that this copy gives it at most: what its limit and what it was seen to accept allow;
 *     null for no bound
 * @param weight its share as it is configured
 * @param health factor of that share by measurement: 1 where nothing is wrong, 0.01 where it gets probes only
 * @param pricePerUnit in thousandths of a cent
 * @param unitsHandedOver what it took or may have taken, since the start
 * @param throttled how often it asked for time, since the start
 * @param waiting units in memory that may go through it, by lane
 * @param links its links; empty where it has none that could be told apart
 */
@Schema(name = "Carrier", example = """
                {"name":"first","available":true,"window":100,"inFlight":37,"maxPerSecond":200,"pace":180.0,"weight":2,
                 "health":1.0,"pricePerUnit":4500,"unitsHandedOver":48211,"throttled":12,
                 "waiting":{"URGENT":0,"BULK":51},"links":[{"name":"1","kind":"TRANSCEIVER","status":"UP",
                 "since":"2026-11-21T18:40:12.114Z","inFlight":37}]}
                """)
public record CarrierState(
        @Schema(description = "Its name in the configuration")
        String name,

        @Schema(description = "Whether it can take something now")
        boolean available,

        @Schema(description = "Most hand-overs under way") int window,
        @Schema(description = "Hand-overs under way") int inFlight,

        @Schema(
                description =
                        "Rate that the operator allows all copies together, in parts of texts, or calls; 0 for none")
        int maxPerSecond,

        @Schema(
                description =
                        "Parts of texts, or calls, a second that this copy gives it at most; absent where nothing bounds it")
        Double pace,

        @Schema(description = "Its share as it is configured")
        int weight,

        @Schema(
                description =
                        "Factor of that share by measurement: 1 where nothing is wrong, 0.01 where it gets probes only")
        double health,

        @Schema(description = "Price of a part or a call in thousandths of a cent: 4500 is 4.5 cents")
        int pricePerUnit,

        @Schema(
                description =
                        "Parts of texts, or calls, that it took or may have taken since the start; none that it refused")
        long unitsHandedOver,

        @Schema(description = "How often it asked for time since the start")
        long throttled,

        @Schema(description = "Parts of texts, or calls, in memory that may go through it, by lane")
        Map<Urgency, Integer> waiting,

        @Schema(description = "Its links; empty where none can be told apart")
        List<LinkState> links) {

    static CarrierState of(Route route, Desk desk, Map<Urgency, Integer> waiting) {
        Carrier carrier = route.carrier();
        double pace = route.pace().perSecond(System.nanoTime());
        return new CarrierState(
                carrier.name(),
                carrier.available(),
                carrier.widestWindow(),
                route.inFlight(),
                carrier.maxPerSecond(),
                pace == 0 ? null : pace,
                carrier.weight(),
                desk.look(route.health()::value),
                carrier.pricePerUnit(),
                route.units(),
                route.throttled(),
                waiting,
                carrier.links());
    }
}
