package fr.vigie.audit.evidence;

import fr.vigie.service.Caller;
import fr.vigie.service.ProblemCode;
import fr.vigie.service.ProblemException;

/**
 * The log records events of the whole country in the order in which they came; it holds no territory of its own by
 * which it could be cut. Until it does, it is read by auditors of the national delegation.
 */
final class NationalAudit {
    private NationalAudit() {}

    static void require(Caller caller) {
        if (!caller.territory().national()) {
            throw new ProblemException(
                    ProblemCode.OUTSIDE_TERRITORY,
                    "The audit log is read with a token for the whole country (departements: [\"*\"])");
        }
    }
}
