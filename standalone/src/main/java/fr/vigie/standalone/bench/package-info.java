/** How fast, and how large: what {@code ./vigie bench} measures. */
package fr.vigie.standalone.bench;
