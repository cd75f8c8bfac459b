/** Faults on the whole system while it warns merchants, and whether what it says afterwards is what happened. */
package fr.vigie.acceptance.torture;
