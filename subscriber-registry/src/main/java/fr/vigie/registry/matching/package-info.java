/** Which merchants an area and some trades select: an index narrows down, an exact test decides. */
package fr.vigie.registry.matching;
