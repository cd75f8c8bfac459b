/** The commands of {@code ./vigie}. */
package fr.vigie.standalone.cli;
