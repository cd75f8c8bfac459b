/** Lines of an operator that all copies share: who may hold how many calls at once. */
package fr.vigie.dispatch.lines;
