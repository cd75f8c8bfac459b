package fr.vigie.standalone.system;

import java.util.Locale;

/** The five services, in the order of their ports. */
public enum Service {
    ALERT_INGEST,
    SUBSCRIBER_REGISTRY,
    DISPATCH_SMS,
    DISPATCH_VOICE,
    AUDIT_LOG;

    /** Name of the folder, the application and the log: {@code alert-ingest}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Name of its database and of the role that owns it: {@code alert_ingest}. */
    public String database() {
        return name().toLowerCase(Locale.ROOT);
    }
}
