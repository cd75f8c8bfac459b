/** A SIP user agent (RFC 3261) that places calls: one stack for the process, many calls. */
package fr.vigie.dispatch.voice.sip;
