/** Measures dispatch-voice against simulated telephones: calls at once, their sound, and new calls a second. */
package fr.vigie.standalone.bench.calls;
