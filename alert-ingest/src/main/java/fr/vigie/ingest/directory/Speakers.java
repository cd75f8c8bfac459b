package fr.vigie.ingest.directory;

import fr.vigie.ingest.IngestSettings;
import fr.vigie.reference.Territory;
import fr.vigie.service.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whose name a message bears, so that nobody speaks in the name of another. */
@ApplicationScoped
public class Speakers {
    private final Directory directory;
    private final IngestSettings settings;

    Speakers(Directory directory, IngestSettings settings) {
        this.directory = directory;
        this.settings = settings;
    }

    /**
     * Who asks for a message.
     *
     * @param claim the token's force; null where it names none
     */
    public record Officer(String claim, Territory territory) {}

    /**
     * The name that an alert bears.
     *
     * @param wanted the name that was asked for; null to have it looked up
     * @param departements whom the alert concerns; {@code *} for the whole country
     * @return fails with {@link ProblemException} where the officer may not speak in that name
     */
    public Uni<String> of(SqlClient client, String wanted, List<String> departements, Officer officer) {
        return directory
                .active(client)
                .map(contacts -> wanted == null
                        ? lookedUp(contacts, departements, officer)
                        : checked(contacts, wanted, officer.territory()));
    }

    private String lookedUp(List<Contact> contacts, List<String> departements, Officer officer) {
        Force force = officer.claim() == null ? settings.force() : Force.of(officer.claim());
        return contacts.stream()
                .filter(each -> departements.equals(List.of(each.departement())) && each.force() == force)
                .findFirst()
                .map(Contact::spokenName)
                .orElse(general(force));
    }

    private String checked(List<Contact> contacts, String wanted, Territory territory) {
        Optional<Contact> ours = contacts.stream()
                .filter(each -> same(each.spokenName(), wanted) && territory.covers(each.departement()))
                .findFirst();
        if (ours.isPresent()) {
            return ours.get().spokenName();
        }
        for (Force force : Force.values()) {
            if (same(general(force), wanted)) {
                return general(force);
            }
        }
        if (territory.national()) {
            return wanted;
        }
        if (contacts.stream().anyMatch(each -> same(each.spokenName(), wanted))) {
            throw ProblemException.outsideTerritory("authority", "This is the contact of another département");
        }
        if (contacts.stream().anyMatch(each -> territory.covers(each.departement()))) {
            throw ProblemException.invalid(
                    "authority",
                    "contact of the directory",
                    "is not a contact of the token's territory; leave it out to have it looked up");
        }
        return wanted;
    }

    private String general(Force force) {
        return force == Force.POLICE ? settings.policeAuthority() : settings.authority();
    }

    /** Whether they sound alike: case, accents, punctuation and spaces make no other name. */
    private static boolean same(String one, String other) {
        return folded(one).equals(folded(other));
    }

    private static String folded(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}", "")
                .replaceAll("[^\\p{L}\\p{N}]+", " ")
                .strip()
                .toLowerCase(Locale.ROOT);
    }
}
