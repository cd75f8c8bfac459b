/** How written French is read aloud: numbers, times, dates, abbreviations, references. Knows nothing of any engine. */
package fr.vigie.dispatch.voice.reading;
