package fr.vigie.registry.subscriber;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Merchants' rows. One operation at a time on a session. */
@ApplicationScoped
class SubscriberRows implements PanacheRepositoryBase<SubscriberRow, UUID> {
    Uni<List<SubscriberRow>> page(String query, Map<String, Object> parameters, int size) {
        return find(query, parameters).range(0, size - 1).list();
    }

    /** The numbers of several merchants, best first. */
    @ApplicationScoped
    static class NumberRows implements PanacheRepositoryBase<NumberRow, NumberRow.Key> {
        Uni<Map<UUID, List<NumberRow>>> of(Collection<UUID> subscribers) {
            return list("subscriberId in ?1 order by subscriberId, position", subscribers)
                    .map(rows -> rows.stream().collect(Collectors.groupingBy(row -> row.subscriberId)));
        }
    }
}
