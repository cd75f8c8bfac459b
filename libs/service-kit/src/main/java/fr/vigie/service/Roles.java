package fr.vigie.service;

/** The roles a token may carry, for {@code @RolesAllowed}. */
public final class Roles {
    /** Security officer: files reports, sends and cancels alerts within the territory. */
    public static final String REFERENT = "referent";

    /** Approves alerts that need a second person. */
    public static final String APPROVER = "approver";

    /** Keeps merchants: enrolment, import, withdrawal. */
    public static final String REGISTRAR = "registrar";

    /** Reads the audit log. */
    public static final String AUDITOR = "auditor";

    /** Another system that files reports or alerts. */
    public static final String INTEGRATION = "integration";

    /** Runs the service: metrics and technical views, no personal data. */
    public static final String OPERATOR = "operator";

    /** Trade federations: aggregates only. */
    public static final String FEDERATION = "federation";

    private Roles() {}
}
