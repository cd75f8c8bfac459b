/** A delivery as the dispatcher keeps it: its row, what may become of it, and what is told about it. */
package fr.vigie.dispatch.delivery;
