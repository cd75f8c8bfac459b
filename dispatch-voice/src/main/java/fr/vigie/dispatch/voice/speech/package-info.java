/** Words to sound: an engine, a bounded cache of what it rendered, and the tone that stands in where there is none. */
package fr.vigie.dispatch.voice.speech;
