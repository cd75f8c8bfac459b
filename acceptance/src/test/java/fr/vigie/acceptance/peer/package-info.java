/** dispatch-sms against an SMSC that is not ours. */
package fr.vigie.acceptance.peer;
