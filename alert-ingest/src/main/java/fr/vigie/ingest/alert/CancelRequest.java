package fr.vigie.ingest.alert;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Why an alert is cancelled.
 *
 * @param reason for the record, at most 500 characters; may be null
 */
@Schema(name = "CancelRequest", example = "{\"reason\":\"Levée de doute: livraison annoncée\"}")
public record CancelRequest(String reason) {}
