/** Text messages as the air carries them: alphabets, parts and their headers (3GPP TS 23.038 and 23.040). */
package fr.vigie.dispatch.sms.text;
