/** What a channel supplies to the dispatcher: carriers that hand deliveries over and say what became of them. */
package fr.vigie.dispatch.carrier;
