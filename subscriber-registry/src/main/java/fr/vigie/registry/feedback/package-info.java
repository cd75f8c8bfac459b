/** What dispatchers learn of merchants: who wants no more of a channel, which number is dead. */
package fr.vigie.registry.feedback;
