package fr.vigie.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Containers choose the collector and the compiler of each service as the launcher does. */
class ContainerJvmTest {
    private static final Path PROJECT = Path.of("..");

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Service.class)
    void shouldRunAServiceInItsContainerAsTheLauncherRunsIt(Service service) throws Exception {
        List<String> launcher = ServiceJvm.command(installed(service), service, folder.resolve("configuration"));

        List<String> container = entryPoint(service);

        assertThat(jvm(container)).containsExactlyInAnyOrderElementsOf(jvm(launcher));
        assertThat(container).anyMatch(flag -> flag.startsWith("-XX:MaxRAMPercentage="));
        assertThat(container).endsWith("-jar", "/app/quarkus-run.jar");
    }

    /** Without how much memory, which the container's limit says. */
    private static List<String> jvm(List<String> command) {
        return command.stream()
                .filter(each -> each.startsWith("-X") && !each.startsWith("-Xm"))
                .filter(each -> !each.startsWith("-XX:MaxRAMPercentage="))
                .toList();
    }

    private Installation installed(Service service) throws IOException {
        Path jar = folder.resolve(service.id()).resolve("target/quarkus-app/quarkus-run.jar");
        Files.createDirectories(jar.getParent());
        Files.createFile(jar);
        return new Installation(folder);
    }

    /** What the image's entry point runs, said by a java that only says it. */
    private List<String> entryPoint(Service service) throws IOException, InterruptedException {
        List<String> command = Stream.of(
                        Files.readString(PROJECT.resolve(service.id()).resolve("Dockerfile"))
                                .replaceAll("(?s).*ENTRYPOINT \\[(.*)\\].*", "$1")
                                .split(","))
                .map(each -> each.strip().replace("\"", ""))
                .toList();
        assertThat(command).containsExactly("vigie-service", service.id());
        Path java = folder.resolve("java");
        Files.writeString(java, "#!/bin/bash\nprintf '%s\\n' \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        ProcessBuilder builder = new ProcessBuilder(
                PROJECT.resolve("deploy/docker/vigie-service").toString(), service.id());
        builder.environment().merge("PATH", folder.toString(), (old, first) -> first + ":" + old);
        Process process = builder.redirectErrorStream(true).start();
        List<String> said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).as("%s", said).isZero();
        return said;
    }
}
