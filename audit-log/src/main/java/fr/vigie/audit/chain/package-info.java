/**
 * Hash chains over the records of topic partitions. Each record carries the hash of the one before, so that a changed,
 * inserted or missing record does not fit. The chains are not signed yet: who may write the database may still
 * compute a whole new chain.
 */
package fr.vigie.audit.chain;
