package fr.vigie.smpp;

/** Why a session ended. */
public enum Ending {
    /** We ended it. */
    BY_US,
    /** The centre unbound. */
    UNBOUND,
    /** The connection fell, or was closed by the centre. */
    LINK_LOST,
    /** The centre does not answer enquire_link. */
    SILENT,
    /** What came was not SMPP. */
    PROTOCOL
}
