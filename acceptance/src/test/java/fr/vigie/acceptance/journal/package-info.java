/** What the operators saw: the simulators' journals, and whether the system's own account agrees with them. */
package fr.vigie.acceptance.journal;
