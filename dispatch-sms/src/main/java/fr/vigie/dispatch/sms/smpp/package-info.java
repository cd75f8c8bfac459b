/** SMPP 3.4 operators: links, submission, receipts and what their codes mean. */
package fr.vigie.dispatch.sms.smpp;
