package fr.vigie.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder that is begun anew, and two processes. */
class DataFolderTest {
    @TempDir
    private Path temporary;

    /** What the other process does. */
    public static void main(String[] words) {
        try {
            DataFolder.anew(Path.of(words[0]));
        } catch (RuntimeException e) {
            System.out.println(e.getMessage());
        }
    }

    @Test
    void shouldLeaveEverythingAloneWhenAnotherProcessHasTheFolder() throws IOException, InterruptedException {
        // Given
        Path folder = temporary.resolve("bench");
        DataFolder mine = DataFolder.anew(folder);
        Path kept = Files.writeString(mine.root().resolve("kept"), "measured");

        // When
        String said = inAnotherProcess(folder);

        // Then
        assertThat(said).contains("Another ./vigie works in " + folder);
        assertThat(kept).exists();
        assertThat(DataFolder.anew(folder).root()).isEmptyDirectory();
    }

    private static String inAnotherProcess(Path folder) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DataFolderTest.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return said;
    }
}
