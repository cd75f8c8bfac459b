/** What auditors ask of the log: the records of an alert, and the proof that nothing was changed. */
package fr.vigie.audit.evidence;
