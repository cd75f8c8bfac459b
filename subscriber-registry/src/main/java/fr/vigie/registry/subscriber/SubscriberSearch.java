package fr.vigie.registry.subscriber;

import fr.vigie.reference.Territory;
import fr.vigie.registry.subscriber.SubscriberRows.NumberRows;
import fr.vigie.service.ProblemException;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Finds merchants that the caller may see. */
@ApplicationScoped
class SubscriberSearch {
    private final SubscriberRows rows;
    private final NumberRows numberRows;
    private final SubscriberShow show;

    SubscriberSearch(SubscriberRows rows, NumberRows numberRows, SubscriberShow show) {
        this.rows = rows;
        this.numberRows = numberRows;
        this.show = show;
    }

    /** What is asked for; null is no condition. */
    record Query(String departement, String trade, SubscriberStatus status, UUID after, int limit) {}

    Uni<SubscriberView> one(UUID id, Territory territory, boolean inClear) {
        return Panache.withSession(() -> rows.findById(id).chain(row -> {
            if (row == null || !territory.covers(row.departement)) {
                throw ProblemException.notFound("subscriber");
            }
            return numberRows
                    .of(List.of(id))
                    .map(numbers -> show.view(row, numbers.getOrDefault(id, List.of()), inClear));
        }));
    }

    Uni<SubscriberView.Page> page(Query query, Territory territory, boolean inClear) {
        Map<String, Object> parameters = new HashMap<>();
        StringBuilder condition = new StringBuilder("id > :after");
        parameters.put("after", query.after());
        if (query.departement() != null) {
            condition.append(" and departement = :departement");
            parameters.put("departement", query.departement());
        } else if (!territory.national()) {
            condition.append(" and departement in :departements");
            parameters.put("departements", territory.departements());
        }
        if (query.trade() != null) {
            condition.append(" and array_contains(trades, :trade)");
            parameters.put("trade", query.trade());
        }
        if (query.status() != null) {
            condition.append(" and status = :status");
            parameters.put("status", query.status());
        }
        condition.append(" order by id");
        return Panache.withSession(() -> rows.page(condition.toString(), parameters, query.limit() + 1)
                .chain(found -> {
                    boolean more = found.size() > query.limit();
                    List<SubscriberRow> shown = more ? found.subList(0, query.limit()) : found;
                    List<UUID> ids = shown.stream().map(row -> row.id).toList();
                    return numberRows
                            .of(ids)
                            .map(numbers -> new SubscriberView.Page(
                                    shown.stream()
                                            .map(row ->
                                                    show.view(row, numbers.getOrDefault(row.id, List.of()), inClear))
                                            .toList(),
                                    more ? ids.get(ids.size() - 1).toString() : null));
                }));
    }
}
