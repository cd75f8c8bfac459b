package fr.vigie.service;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Part of a list, in a stable order.
 *
 * @param items this part
 * @param nextCursor asks for the part after this one, see {@link Cursor}; null at the end
 */
public record Page<T>(List<T> items, String nextCursor) {
    /** Items on a page where the caller does not say. */
    public static final int DEFAULT_LIMIT = 50;

    /** The most a caller may ask for. */
    public static final int MAX_LIMIT = 500;

    public Page {
        items = List.copyOf(requireNonNull(items, "items"));
    }
}
