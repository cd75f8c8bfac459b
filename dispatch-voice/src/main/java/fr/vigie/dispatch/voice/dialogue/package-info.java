/** What is said in a call, and what the keys mean. Knows nothing of SIP or RTP. */
package fr.vigie.dispatch.voice.dialogue;
