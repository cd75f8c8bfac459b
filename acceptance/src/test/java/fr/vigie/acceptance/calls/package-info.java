/** dispatch-voice as it is shipped, at telephones that none of our SIP code is in. */
package fr.vigie.acceptance.calls;
