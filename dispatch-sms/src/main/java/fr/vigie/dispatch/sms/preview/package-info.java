/** What a text would become as SMS, for whoever is writing it. */
package fr.vigie.dispatch.sms.preview;
