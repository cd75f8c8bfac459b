/** Whom an alert would reach, before it is sent. */
package fr.vigie.registry.preview;
