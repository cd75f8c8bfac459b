package fr.vigie.standalone.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What one alert took, as JSON. */
final class BenchJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private BenchJson() {}

    static void add(BenchRun.Result each, ObjectNode result) {
        HandOffs handOffs = each.handOffs();
        double count = each.recipients();
        result.put("recipients", each.recipients());
        result.put("firstHandOffMs", handOffs.firstMillis());
        result.put("lastHandOffMs", handOffs.lastRecordedMillis());
        result.put("handOffsPerSecond", handOffs.perSecond());
        result.put("handOffs", handOffs.count());
        result.put("p50Ms", handOffs.within(0.5));
        result.put("p99Ms", handOffs.within(0.99));
        result.put("lastFinalMs", handOffs.lastFinalMillis());
        result.put("allFinalMs", each.finalMillis());
        result.put("auditedMs", each.auditedMillis());
        result.put("auditedEvents", each.audited());
        result.put("auditVerified", each.proven());
        result.put("possibleDuplicates", handOffs.flagged());
        result.set("cpuSeconds", MAPPER.valueToTree(each.cpu()));
        result.put("pssMb", each.megabytes());
        result.set("pssKb", MAPPER.valueToTree(each.kilobytes()));
        result.put("rowWritesPerDelivery", each.written().rows() / count);
        result.put("walBytesPerDelivery", each.written().walBytes() / count);
        result.put("kafkaBytesPerDelivery", each.written().kafkaBytes() / count);
        result.put("commits", each.written().commits());
        result.set("tables", MAPPER.valueToTree(each.written().tables()));
        result.set("topicBytes", MAPPER.valueToTree(each.written().topics()));
    }

    static void add(BenchRun.Between between, ObjectNode urgent) {
        urgent.put("bulk", between.bulk());
        urgent.put("bulkLastHandOffMs", between.bulkHandOffs().lastRecordedMillis());
        urgent.put("asked", between.asked());
        urgent.put("urgent", between.urgent().count());
        urgent.put("p50Ms", between.urgent().within(0.5));
        urgent.put("p99Ms", between.urgent().within(0.99));
        urgent.put("p999Ms", between.urgent().within(0.999));
        urgent.put("maxMs", between.urgent().within(1));
    }
}
