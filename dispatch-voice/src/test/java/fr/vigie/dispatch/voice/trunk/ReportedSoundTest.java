package fr.vigie.dispatch.voice.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.dispatch.carrier.HandOver;
import fr.vigie.simulators.telephony.TelephoneSimulator;
import org.junit.jupiter.api.Test;

class ReportedSoundTest {
    private static final String VOICEMAIL = "+33199000973";

    @Test
    void shouldWriteDownHowTheTelephoneHeardUs() throws Exception {
        try (TrunkRig rig = new TrunkRig();
                TelephoneSimulator telephones = TelephoneSimulator.start(TelephoneSimulator.Options.defaults())) {
            HandOver asked = TrunkRig.handOver(VOICEMAIL);

            rig.call(rig.trunk(telephones.port(), null, null), asked);

            CallDetail detail = rig.detail(asked);
            assertThat(detail.outcome()).isEqualTo("VOICEMAIL");
            assertThat(detail.sound().heard())
                    .as("longer than the first interval of reports")
                    .isNotNull();
            assertThat(detail.sound().heard().averageLossPercent()).isZero();
            assertThat(detail.sound().heard().worstLossPercent()).isZero();
            assertThat(detail.sound().heard().roundTripMillis()).isBetween(0, 10_000);
            assertThat(detail.sound().lost()).isZero();
            assertThat(detail.sound().jitterMillis()).isLessThan(5_000);
            assertThat(rig.meter(CallMeters.ROUND_TRIP)).isEqualTo(1);
            assertThat(rig.meter(CallMeters.LOSS)).as("sent and received").isEqualTo(2);
        }
    }
}
