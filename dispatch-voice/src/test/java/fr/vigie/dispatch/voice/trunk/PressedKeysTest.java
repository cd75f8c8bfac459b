package fr.vigie.dispatch.voice.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.dispatch.carrier.HandOver;
import fr.vigie.dispatch.carrier.HandOverOutcome;
import fr.vigie.dispatch.carrier.HandOverOutcome.Final;
import fr.vigie.events.DeliveryState;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One press of a key that gateways tell of more than once. The frames that come pace the telephone: 20 ms each. */
class PressedKeysTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final Pattern OFFERED = Pattern.compile("m=audio (\\d+) ");
    private static final int LIMIT_SECONDS = 30;
    private static final int EVENTS = 101;
    private static final int STEP = 160;
    private static final int NEVER = -1;

    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final CompletableFuture<SipPeer.Received> talking = new CompletableFuture<>();
    private final HandOver asked = TrunkRig.handOver(TrunkRig.NUMBER);
    private TrunkRig rig;
    private SipPeer peer;
    private DatagramSocket sound;
    private CompletableFuture<HandOverOutcome> outcome;
    private int source = 7;
    private int number;
    private int time = 16_000;

    @BeforeEach
    void pickUp() throws IOException {
        sound = new DatagramSocket(0, LOOPBACK);
        sound.setSoTimeout((int) TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
        peer = SipPeer.udp(this::answer);
        rig = new TrunkRig();
        outcome = rig.trunk(peer.proxy()).handOver(asked).toCompletableFuture();
    }

    @AfterEach
    void close() throws IOException {
        rig.close();
        peer.close();
        sound.close();
    }

    @Test
    void shouldNotOptOutWhenANineIsHeldAndAnInfoTellsOfItWhenItIsLetGo() throws Exception {
        hold('9', 70, NEVER);
        info('9');
        listen(50);
        info('9');
        info('1');

        assertThat(ended()).isFalse();
        assertThat(rig.detail(asked).keys()).isEqualTo("91");
    }

    @Test
    void shouldNotOptOutWhenTheSourceChangesWhileANineIsHeld() throws Exception {
        hold('9', 140, 70);
        info('1');

        assertThat(ended()).isFalse();
        assertThat(rig.detail(asked).keys()).isEqualTo("91");
    }

    @Test
    void shouldNotOptOutWhenAnInfoIsSentAgain() throws Exception {
        info('9');
        for (int i = 0; i < 4; i++) {
            listen(25);
            info('9');
        }
        info('1');

        assertThat(ended()).isFalse();
        assertThat(rig.detail(asked).keys()).isEqualTo("91");
    }

    @Test
    void shouldOptOutWhenBothPressesAreToldTwice() throws Exception {
        hold('9', 5, NEVER);
        info('9');
        listen(60);
        hold('9', 5, NEVER);
        info('9');

        assertThat(ended()).isTrue();
        assertThat(rig.detail(asked).keys()).isEqualTo("99");
    }

    /** Whether whoever was called wants no more. */
    private boolean ended() throws Exception {
        HandOverOutcome end = outcome.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertThat(end).isInstanceOf(Final.class);
        Final result = (Final) end;
        assertThat(result.state()).isEqualTo(result.optedOut() ? DeliveryState.ANSWERED : DeliveryState.ACKNOWLEDGED);
        return result.optedOut();
    }

    private void answer(SipPeer.Received request, SipPeer telephone) throws IOException {
        switch (request.method()) {
            case "INVITE" -> {
                Matcher offer = OFFERED.matcher(request.toString());
                assertThat(offer.find()).isTrue();
                port.complete(Integer.parseInt(offer.group(1)));
                String headers = SipPeer.contact(request) + "Content-Type: application/sdp\r\n";
                request.answer("200 OK", headers, SipPeer.sdp().replace("audio 9", "audio " + sound.getLocalPort()));
            }
            case "ACK" -> talking.complete(request);
            case "BYE" -> request.answer("200 OK");
            default -> {}
        }
    }

    private void info(char key) throws Exception {
        String body = "Signal=" + key + "\r\nDuration=160\r\n";
        peer.within(
                talking.get(LIMIT_SECONDS, TimeUnit.SECONDS), "INFO", "Content-Type: application/dtmf-relay\r\n", body);
    }

    private void hold(char key, int frames, int changed) throws Exception {
        int begun = time;
        for (int i = 1; i <= frames; i++) {
            listen(1);
            source += i == changed ? 1 : 0;
            send(key, begun, i * STEP, 0x0A);
        }
        for (int i = 0; i < 3; i++) {
            send(key, begun, frames * STEP, 0x8A);
        }
    }

    private void send(char key, int begun, int duration, int volume) throws Exception {
        ByteBuffer packet = ByteBuffer.allocate(16);
        packet.put((byte) 0x80).put((byte) EVENTS).putShort((short) number++);
        packet.putInt(begun).putInt(source);
        packet.put((byte) (key - '0')).put((byte) volume).putShort((short) duration);
        int to = port.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        sound.send(new DatagramPacket(packet.array(), packet.capacity(), LOOPBACK, to));
    }

    private void listen(int frames) throws IOException {
        for (int i = 0; i < frames; i++) {
            sound.receive(new DatagramPacket(new byte[512], 512));
            time += STEP;
        }
    }
}
