package fr.vigie.reference.geo;

/** A point, circle or polygon that is refused; the message is one sentence in English. */
public final class InvalidGeometryException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    InvalidGeometryException(Reason reason) {
        super(reason.code() + ": " + reason.english());
        this.reason = reason;
    }

    /** Why it is refused. */
    public Reason reason() {
        return reason;
    }

    /** The bounded reasons, with stable codes and a sentence in both languages. */
    public enum Reason {
        LATITUDE_OUT_OF_RANGE("La latitude va de -90 à 90 degrés.", "A latitude is between -90 and 90 degrees."),
        LONGITUDE_OUT_OF_RANGE("La longitude va de -180 à 180 degrés.", "A longitude is between -180 and 180 degrees."),
        RADIUS_NOT_POSITIVE("Le rayon doit être supérieur à zéro.", "The radius must be more than zero."),
        RADIUS_TOO_LARGE("Le rayon est de 200 km au plus.", "The radius is at most 200 km."),
        POLYGON_TOO_FEW_POINTS(
                "Un polygone a au moins quatre points, le dernier répétant le premier.",
                "A polygon has at least four points, the last repeating the first."),
        POLYGON_TOO_MANY_POINTS("Un polygone a 500 points au plus.", "A polygon has at most 500 points."),
        POLYGON_NOT_CLOSED(
                "Le dernier point d'un polygone répète le premier.", "The last point of a polygon repeats the first."),
        POLYGON_REPEATED_POINT(
                "Deux points voisins du polygone se confondent.", "Two neighbouring points of the polygon coincide."),
        POLYGON_TOO_LARGE(
                "Un polygone s'étend sur 500 km au plus, sans franchir le 180e méridien.",
                "A polygon extends over at most 500 km and does not cross the 180th meridian."),
        POLYGON_CROSSES_ITSELF(
                "Le contour du polygone se coupe ou se touche.", "The polygon crosses or touches itself.");

        private final String french;
        private final String english;

        Reason(String french, String english) {
            this.french = french;
            this.english = english;
        }

        /** The stable code. */
        public String code() {
            return "GEOMETRY_" + name();
        }

        /** One sentence for officers. */
        public String french() {
            return french;
        }

        /** One sentence for integrators. */
        public String english() {
            return english;
        }
    }
}
