/** How fast dispatch-sms is, and what a text costs: what {@code ./vigie bench dispatch} measures. */
package fr.vigie.standalone.bench.dispatch;
