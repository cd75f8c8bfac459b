/**
 * An asynchronous client (ESME) of SMPP 3.4: binds to a message centre, keeps a window of requests under way without a
 * thread for each, and answers what the centre brings. Sections named in this package are those of the Short Message
 * Peer to Peer Protocol Specification v3.4, issue 1.2.
 *
 * <p>A session lives on one event loop. Every public method may be called from any thread and never blocks.
 */
package fr.vigie.smpp;
