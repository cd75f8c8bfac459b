/** Telephone calls: the dispatcher's voice channel, its settings and its API. */
package fr.vigie.dispatch.voice;
