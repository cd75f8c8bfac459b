package fr.vigie.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageTest {
    private final List<String> told = new ArrayList<>();
    private final List<String> stopped = new ArrayList<>();

    @Test
    void shouldStopTheLastPartFirstAndRemoveTheDataWhenItSucceeded(@TempDir Path folder) {
        // Given
        DataFolder data = DataFolder.at(folder.resolve("bench"));

        // When
        try (Stage stage = new Stage(data, told::add)) {
            stage.add(() -> part("telephones"));
            stage.add(() -> part("dispatcher"));
            stage.succeeded();
        }

        // Then
        assertThat(stopped).containsExactly("dispatcher", "telephones");
        assertThat(data.root()).doesNotExist();
        assertThat(told).isEmpty();
    }

    @Test
    void shouldKeepAndNameTheDataWhenItDidNotSucceed(@TempDir Path folder) {
        // Given
        DataFolder data = DataFolder.at(folder.resolve("bench"));

        // When
        new Stage(data, told::add).close();

        // Then
        assertThat(data.root()).exists();
        assertThat(told).containsExactly("the data and logs are kept: " + data.root());
    }

    @Test
    void shouldStopTheOthersWhenAPartCannotBeStopped(@TempDir Path folder) {
        // Given
        DataFolder data = DataFolder.at(folder.resolve("bench"));

        // When
        try (Stage stage = new Stage(data, told::add)) {
            stage.add(() -> part("telephones"));
            stage.<AutoCloseable>add(() -> () -> {
                throw new IllegalStateException("hangs");
            });
            stage.succeeded();
        }

        // Then
        assertThat(stopped).containsExactly("telephones");
        assertThat(told).containsExactly("a part could not be stopped: hangs");
    }

    private AutoCloseable part(String name) {
        return () -> stopped.add(name);
    }
}
