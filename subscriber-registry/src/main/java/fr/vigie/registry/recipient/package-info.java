/** A merchant as the one who is to be reached: which channel, which numbers, still encrypted. */
package fr.vigie.registry.recipient;
