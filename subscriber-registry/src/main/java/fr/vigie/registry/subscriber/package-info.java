/** Merchants as people edit them: enrolment, correction, consent, withdrawal. Numbers are encrypted before they are stored. */
package fr.vigie.registry.subscriber;
