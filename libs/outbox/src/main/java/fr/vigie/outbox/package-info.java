/**
 * The transactional outbox: the only way to publish a state change. Events are stored in the transaction that changes
 * the state, and published after it has committed, at least once.
 *
 * <p>A service adds {@code classpath:db/outbox} to its Flyway locations.
 */
package fr.vigie.outbox;
