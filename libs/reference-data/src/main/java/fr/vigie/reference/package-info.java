/** Trades and territories of France: codes, labels, what belongs to what; and the identity of an establishment. */
package fr.vigie.reference;
