package fr.vigie.acceptance.calls;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.vigie.acceptance.stage.Child;
import fr.vigie.acceptance.stage.Dispatcher;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/** baresip as one telephone, known to a proxy; in a quiet room, with everything that it hears written to a WAV. */
final class Baresip implements AutoCloseable {
    /** What it does when it is called. */
    enum Answering {
        /** It is picked up at once. */
        AUTO,
        /** It rings. */
        MANUAL,
        /** It sounds before it is picked up: 183. */
        EARLY
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path PROGRAM = Path.of("/usr/bin/baresip");
    private static final Path MODULES = Path.of("/usr/lib/baresip/modules");
    private static final Duration READY = Duration.ofSeconds(15);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofMillis(300);
    private static final Duration STOP = Duration.ofSeconds(5);
    /** It hangs up when its room is over. */
    private static final int ROOM_SECONDS = 150;

    private final Path folder;
    private final Child process;
    /** What it told, in its order: REGISTER_OK, CALL_INCOMING, CALL_ESTABLISHED, CALL_CLOSED… */
    private final List<String> told = new CopyOnWriteArrayList<>();

    private Socket control;

    private Baresip(Path folder, Child process) {
        this.folder = folder;
        this.process = process;
    }

    /** Why it cannot be used here; empty where it can. */
    static Optional<String> missing() {
        return Files.isExecutable(PROGRAM) && Files.isDirectory(MODULES)
                ? Optional.empty()
                : Optional.of("baresip is not installed (Debian: apt install baresip-core).");
    }

    /** Starts it, and returns when the proxy knows it. */
    static Baresip start(String number, Answering answering, Kamailio proxy, Path place) {
        int controlPort = Dispatcher.freePort();
        Path folder = place.resolve(number.substring(1) + "-" + controlPort);
        configure(folder, number, answering, proxy.port(), controlPort);
        Child process =
                Child.start(List.of(PROGRAM.toString(), "-f", folder.toString(), "-s"), folder.resolve("baresip.log"));
        Baresip telephone = new Baresip(folder, process);
        try {
            await().atMost(READY).pollInterval(LOOK).until(() -> telephone.connected(controlPort));
            await().atMost(READY).pollInterval(LOOK).until(telephone::registered);
            return telephone;
        } catch (RuntimeException e) {
            telephone.close();
            throw e;
        }
    }

    private static void configure(Path folder, String number, Answering answering, int proxy, int controlPort) {
        List<String> config = List.of(
                "poll_method epoll",
                "net_interface 127.0.0.1",
                "sip_listen 127.0.0.1:" + Dispatcher.freeUdpPort(),
                "rtp_ports 10000-19999",
                "call_local_timeout 120",
                "ausrc_srate 8000",
                "auplay_srate 8000",
                "ausrc_channels 1",
                "auplay_channels 1",
                "audio_source aufile," + folder.resolve("room.wav"),
                "audio_player aubridge,nowhere",
                "snd_path " + folder,
                "ctrl_tcp_listen 127.0.0.1:" + controlPort,
                "module_path " + MODULES,
                "module g711.so",
                "module sndfile.so",
                "module aufile.so",
                "module aubridge.so",
                "module_tmp account.so",
                "module_app menu.so",
                "module_app ctrl_tcp.so");
        String account = "<sip:%s@127.0.0.1:%d>;auth_user=%s;auth_pass=telephone;answermode=%s;regint=60%n"
                .formatted(number, proxy, number, answering.name().toLowerCase(Locale.ROOT));
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve("config"), config);
            Files.writeString(folder.resolve("accounts"), account);
            Files.writeString(folder.resolve("contacts"), "");
            quietRoom(folder.resolve("room.wav"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void quietRoom(Path file) throws IOException {
        AudioFormat format = new AudioFormat(8_000, 16, 1, true, false);
        byte[] samples = new byte[2 * 8_000 * ROOM_SECONDS];
        for (int i = 0; i < samples.length; i += 2) {
            samples[i] = (byte) (i % 7);
        }
        try (AudioInputStream sound = new AudioInputStream(
                new ByteArrayInputStream(samples), format, samples.length / format.getFrameSize())) {
            AudioSystem.write(sound, AudioFileFormat.Type.WAVE, file.toFile());
        }
    }

    private boolean connected(int port) {
        if (!process.isAlive()) {
            throw new IllegalStateException("baresip ended while it started, see " + folder);
        }
        try {
            control = new Socket(InetAddress.getLoopbackAddress(), port);
            Thread reader = new Thread(this::read, "baresip");
            reader.setDaemon(true);
            reader.start();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void read() {
        try (DataInputStream in = new DataInputStream(control.getInputStream())) {
            while (true) {
                JsonNode message = JSON.readTree(netstring(in));
                told.add(
                        message.path("event").asBoolean()
                                ? message.path("type").asText() + " "
                                        + message.path("param").asText()
                                : message.path("data").asText());
            }
        } catch (IOException e) {
            told.add("GONE");
        }
    }

    private static byte[] netstring(DataInputStream in) throws IOException {
        int length = 0;
        for (int digit = in.read(); digit != ':'; digit = in.read()) {
            if (digit < 0) {
                throw new EOFException();
            }
            length = 10 * length + digit - '0';
        }
        byte[] content = in.readNBytes(length);
        in.skipNBytes(1);
        return content;
    }

    private boolean registered() {
        command("reginfo", "");
        return told.stream().anyMatch(each -> each.contains("OK"));
    }

    private void command(String name, String parameter) {
        byte[] content = "{\"command\":\"%s\",\"params\":\"%s\"}"
                .formatted(name, parameter)
                .getBytes(StandardCharsets.UTF_8);
        try {
            control.getOutputStream()
                    .write((content.length + ":" + new String(content, StandardCharsets.UTF_8) + ",")
                            .getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it has told this so many times. */
    void once(String what, int times) {
        await(what).atMost(LIMIT).pollInterval(LOOK).until(() -> count(what) >= times);
    }

    void once(String what) {
        once(what, 1);
    }

    long count(String what) {
        return told.stream().filter(each -> each.startsWith(what)).count();
    }

    /** Presses keys in the call that is up. */
    void press(String keys) {
        command("sndcode", keys);
    }

    /** Picks up what rings now, or rings next. */
    void pickedUp() {
        long before = count("CALL_ESTABLISHED");
        await("an answer").atMost(LIMIT).pollInterval(PATIENCE).until(() -> {
            command("accept", "");
            return count("CALL_ESTABLISHED") > before;
        });
    }

    void hangUp() {
        command("hangup", "");
    }

    void hold() {
        command("hold", "");
    }

    void resume() {
        command("resume", "");
    }

    /** What it heard in its only call, which is over. */
    Sound heard() {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> dumps =
                    files.filter(each -> each.toString().endsWith("-dec.wav")).toList();
            if (dumps.size() != 1) {
                throw new AssertionError("heard " + dumps);
            }
            return Sound.of(Files.readAllBytes(dumps.get(0)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return told + ", see " + folder;
    }

    @Override
    public void close() {
        process.stop(STOP);
    }
}
