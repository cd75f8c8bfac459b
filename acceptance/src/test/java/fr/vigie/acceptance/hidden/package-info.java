/** The search for telephone numbers in every place that must not hold any. */
package fr.vigie.acceptance.hidden;
