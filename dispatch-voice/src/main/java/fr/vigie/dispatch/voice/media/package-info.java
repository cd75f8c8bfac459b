/** RTP (RFC 3550) legs paced from shared sound, keys by RFC 4733, and what is heard of the other side. */
package fr.vigie.dispatch.voice.media;
