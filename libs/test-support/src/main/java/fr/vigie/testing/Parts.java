package fr.vigie.testing;

import fr.vigie.infra.PostgresAdmin;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;

/**
 * The PostgreSQL server and the Kafka broker that all tests of this JVM share.
 *
 * @param kind how they run: {@code embedded} or {@code containers}
 * @param postgresHost host of the PostgreSQL server
 * @param postgresPort TCP port of the PostgreSQL server
 * @param bootstrapServers the value for {@code kafka.bootstrap.servers}
 */
public record Parts(
        String kind,
        String postgresHost,
        int postgresPort,
        String adminUser,
        String adminPassword,
        String bootstrapServers) {

    /** Starts them if no test of this JVM has done so yet. They end with the JVM. */
    public static Parts shared() {
        // Quarkus loads tests in class loaders of its own, several in a run; only the system's is there once.
        try {
            Map<?, ?> facts =
                    (Map<?, ?>) Class.forName("fr.vigie.testing.SharedParts", true, ClassLoader.getSystemClassLoader())
                            .getMethod("facts")
                            .invoke(null);
            return new Parts(
                    (String) facts.get("kind"),
                    (String) facts.get("postgresHost"),
                    Integer.parseInt((String) facts.get("postgresPort")),
                    (String) facts.get("adminUser"),
                    (String) facts.get("adminPassword"),
                    (String) facts.get("bootstrapServers"));
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The administrator's access to PostgreSQL, for what a service's own role may not see. */
    public PostgresAdmin postgres() {
        return new PostgresAdmin(postgresHost, postgresPort, adminUser, adminPassword);
    }

    @Override
    public String toString() {
        return "Parts[" + kind + ", PostgreSQL " + postgresHost + ":" + postgresPort + ", Kafka " + bootstrapServers
                + "]";
    }
}
