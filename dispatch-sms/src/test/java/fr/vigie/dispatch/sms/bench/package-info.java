/** How fast texts are handed over: the carrier beside the bare library, in the same run. */
package fr.vigie.dispatch.sms.bench;
