/**
 * From an accepted alert to its deliveries: matches are paged through in the order of merchants, one chunk at a time is
 * stored, then published, then watched until the dispatchers have spoken of every delivery in it.
 *
 * <p>Whoever works on an alert holds its advisory lock, in the transaction of the cursor. The lock keeps copies from
 * doing the same work; what keeps them from doing harm is the fence: a chunk is stored only under the number that the
 * alert's row expects next.
 */
package fr.vigie.registry.resolution;
