package fr.vigie.dispatch.pace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AllowanceTest {
    private static final long MILLI = 1_000_000;

    private final Allowance allowance = new Allowance();

    @Test
    void shouldSpreadASliceEvenly() {
        allowance.add(new Slice(0, 80 * MILLI, 8));
        assertThat(spendable(-1)).isZero();
        assertThat(spendable(0)).isEqualTo(1);
        assertThat(spendable(35 * MILLI)).isEqualTo(3);
        assertThat(spendable(79 * MILLI)).isEqualTo(4);
    }

    @Test
    void shouldLoseWhatIsLeftWhenTheSliceIsOver() {
        allowance.add(new Slice(0, 80 * MILLI, 8));
        allowance.add(new Slice(80 * MILLI, 160 * MILLI, 8));
        assertThat(spendable(80 * MILLI + Allowance.GRACE_NANOS)).isEqualTo(3);
        assertThat(allowance.left(200 * MILLI)).isZero();
    }

    @Test
    void shouldOweThePartsThatAreNotDueAndPayThemFromWhatComes() {
        allowance.add(new Slice(0, 100 * MILLI, 10));
        allowance.spend(3, 0);
        assertThat(spendable(25 * MILLI)).isZero();
        assertThat(spendable(30 * MILLI)).isEqualTo(1);
        allowance.spend(12, 50 * MILLI);
        assertThat(allowance.left(99 * MILLI)).isEqualTo(-6);
        allowance.add(new Slice(100 * MILLI, 200 * MILLI, 10));
        assertThat(spendable(159 * MILLI)).isZero();
        assertThat(spendable(160 * MILLI)).isEqualTo(1);
    }

    private int spendable(long now) {
        int spent = 0;
        while (allowance.allows(now)) {
            allowance.spend(1, now);
            spent++;
        }
        return spent;
    }
}
