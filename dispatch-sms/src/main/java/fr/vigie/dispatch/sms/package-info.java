/** The service that sends text messages. */
package fr.vigie.dispatch.sms;
