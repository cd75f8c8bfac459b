package fr.vigie.acceptance.torture;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Small programs of the machine, and waiting for a moment where the moment itself is wanted. */
final class Shell {
    private static final int LIMIT_SECONDS = 10;

    private Shell() {}

    /**
     * Whether the program ended well; false also where it is not there. What it says is thrown away. Runs to its end also
     * in a thread that was interrupted before: that is when things are put right again.
     */
    static boolean run(String... command) {
        boolean interrupted = Thread.interrupted();
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return false;
            }
            return process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            interrupted = true;
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
