package fr.vigie.standalone.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import fr.vigie.standalone.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Which process runs on a data folder.
 *
 * @param pid the process that started everything
 * @param portBase its ports
 * @param startedAt when
 * @param processes everything that it started, name to process id
 */
public record Running(long pid, int portBase, String startedAt, Map<String, Long> processes) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static void write(DataFolder data, Ports ports, Instant startedAt, Map<String, Long> processes) {
        Running running = new Running(ProcessHandle.current().pid(), ports.base(), startedAt.toString(), processes);
        try {
            // On a full disk the old one must stay whole: ./vigie down goes by it.
            Path fresh = data.running().resolveSibling("running.json.new");
            Files.writeString(fresh, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(running));
            Files.move(fresh, data.running(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new Fault(data.running() + " cannot be written: " + e.getMessage(), e);
        }
    }

    static void erase(DataFolder data) {
        try {
            Files.deleteIfExists(data.running());
        } catch (IOException e) {
            throw new Fault(data.running() + " cannot be removed: " + e.getMessage(), e);
        }
    }

    /** What runs on a data folder, if its process is still alive. */
    public static Optional<Running> on(DataFolder data) {
        try {
            if (!Files.exists(data.running())) {
                return Optional.empty();
            }
            Running running = MAPPER.readValue(Files.readString(data.running()), Running.class);
            return ProcessHandle.of(running.pid())
                    .filter(ProcessHandle::isAlive)
                    .map(alive -> running);
        } catch (JsonProcessingException e) {
            return Optional.empty(); // a write that was cut off: nobody runs who could have finished it
        } catch (IOException e) {
            throw new Fault(data.running() + " cannot be read: " + e.getMessage(), e);
        }
    }

    public Ports ports() {
        return new Ports(portBase);
    }
}
