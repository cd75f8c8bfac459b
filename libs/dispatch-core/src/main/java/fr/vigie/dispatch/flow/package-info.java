/**
 * How deliveries flow: intake, claim, hand-over, recording of what came of it, cancel, and the watch over what nobody
 * answers.
 */
package fr.vigie.dispatch.flow;
