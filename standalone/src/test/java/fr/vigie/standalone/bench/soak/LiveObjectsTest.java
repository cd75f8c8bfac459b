package fr.vigie.standalone.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LiveObjectsTest {
    private static final String BEFORE = """
            1234:
             num     #instances         #bytes  class name (module)
            -------------------------------------------------------
               1:         20000        2000000  [B (java.base@17.0.15)
               2:          5000         120000  java.lang.String (java.base@17.0.15)
               3:            10            400  fr.vigie.outbox.Row
               4:             5            200  fr.vigie.outbox.Row
            Total         25015        2120600
            """;

    @Test
    void shouldReadWhatJcmdWrites() {
        LiveObjects live = LiveObjects.in(BEFORE);

        assertThat(live.total()).isEqualTo(2_120_600);
        assertThat(live.bytes())
                .containsEntry("[B", 2_000_000L)
                .containsEntry("fr.vigie.outbox.Row", 600L)
                .hasSize(3);
    }

    @Test
    void shouldNameTheClassesThatGrewMostFirst() {
        LiveObjects before = LiveObjects.in(BEFORE);
        LiveObjects after = LiveObjects.in(
                BEFORE.replace("2000000", "2000008").replace("120000", "90000") + "   5:   1   5000  fr.vigie.Kept\n");

        assertThat(after.grownSince(before, 2)).containsExactly("fr.vigie.Kept +5000", "[B +8");
    }

    /** This very process: what it holds is counted, what it let go is not. */
    @Test
    void shouldCountWhatIsAliveInAProcess() throws InterruptedException {
        byte[][] held = new byte[20][1 << 20];
        long with = LiveObjects.of(ProcessHandle.current().pid()).total();
        assertThat(held).hasDimensions(20, 1 << 20);
        held = null;

        long without = LiveObjects.of(ProcessHandle.current().pid()).total();

        assertThat(with - without).isBetween(18L << 20, 22L << 20);
    }
}
