package fr.vigie.ingest.alert;

import static org.assertj.core.api.Assertions.assertThat;

import fr.vigie.events.Area;
import fr.vigie.ingest.access.Visibility;
import fr.vigie.reference.Territories;
import java.util.List;
import org.junit.jupiter.api.Test;

class TargetAreaTest {
    private static final Visibility CANTAL_AND_LOZERE = new Visibility(false, List.of("48", "15"), "officer-1");
    private static final Visibility NATIONAL = new Visibility(true, List.of(), "officer-2");

    @Test
    void shouldTakeParisWithItsArrondissements() {
        TargetArea area = communes("75056");

        assertThat(((Area.Communes) area.selector()).codes()).hasSize(21).contains("75056", "75101", "75120");
        assertThat(area.concerns(NATIONAL)).containsExactly("75");
    }

    @Test
    void shouldConcernDepartementsOfItsCommunes() {
        assertThat(communes("15014", "48095").concerns(CANTAL_AND_LOZERE)).containsExactly("15", "48");
    }

    @Test
    void shouldConcernIssuersTerritoryWhenItListsNothing() {
        TargetArea circle = area(
                new AreaRequest(AreaRequest.Type.CIRCLE, new AreaRequest.Center(44.9, 2.4), 500.0, null, null, null));

        assertThat(circle.concerns(CANTAL_AND_LOZERE)).containsExactly("15", "48");
        assertThat(circle.concerns(NATIONAL)).containsExactly("*");
    }

    private static TargetArea communes(String... codes) {
        return area(new AreaRequest(AreaRequest.Type.COMMUNES, null, null, null, List.of(codes), null));
    }

    private static TargetArea area(AreaRequest request) {
        return TargetArea.of(request, Territories.load());
    }
}
