package fr.vigie.registry.resolution;

import fr.vigie.events.AlertAccepted;
import java.util.UUID;

/**
 * An alert that is not done.
 *
 * @param alert as accepted
 * @param matching whether matches are still to be paged through
 * @param cursor the last merchant that was looked at
 * @param nextChunk number of the next chunk
 */
record OpenAlert(AlertAccepted alert, boolean matching, UUID cursor, int nextChunk) {}
