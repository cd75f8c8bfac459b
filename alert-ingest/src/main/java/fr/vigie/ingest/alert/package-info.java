/** An alert from the officer's request to the committed row and its event, and its cancellation. */
package fr.vigie.ingest.alert;
