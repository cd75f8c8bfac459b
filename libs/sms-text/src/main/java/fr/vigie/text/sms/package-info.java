/**
 * What a text becomes as SMS: its alphabet, its length in the units that operators charge, and its parts.
 *
 * <p>The rules are those of 3GPP TS 23.038 (alphabets) and TS 23.040 section 9.2.3.24 (concatenation).
 */
package fr.vigie.text.sms;
