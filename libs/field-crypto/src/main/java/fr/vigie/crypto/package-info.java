/**
 * Encryption of single fields at rest: a rotatable key ring, an authenticated cipher bound to the row a value stands in,
 * and a keyed digest for equality search.
 */
package fr.vigie.crypto;
