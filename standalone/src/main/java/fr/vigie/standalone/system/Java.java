package fr.vigie.standalone.system;

import java.nio.file.Path;

/** The Java that runs this command also runs the services. */
final class Java {
    private Java() {}

    static String executable() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
