/** The dispatcher's carriers: one per SIP trunk, the life of a call on it, and what its end means. */
package fr.vigie.dispatch.voice.trunk;
