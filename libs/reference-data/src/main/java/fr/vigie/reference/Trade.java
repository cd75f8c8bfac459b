package fr.vigie.reference;

import java.util.List;

/**
 * A trade as officers choose it.
 *
 * @param code the project's own stable code, such as JEWELLER
 * @param french label for officers
 * @param english label for integrators
 * @param audience who is spoken to with it
 * @param classifications the public codes under which its establishments are registered
 */
public record Trade(
        String code, String french, String english, Audience audience, List<Classification> classifications) {

    public Trade {
        classifications = List.copyOf(classifications);
    }
}
