package fr.vigie.simulators.smsc;

import java.time.Instant;

/**
 * One accepted part of a text, as it stood when the journal was asked.
 *
 * @param messageId as the submit response named it
 * @param destination E.164, a fiction number
 * @param reference what the parts of one text share, -1 for a text of one part
 * @param userMessageReference the sender's own reference, -1 where none was given
 * @param receiptsAcknowledged how many receipts the client has answered with ESME_ROK
 */
public record SmscMessage(
        Instant acceptedAt,
        String messageId,
        String destination,
        String source,
        String text,
        int part,
        int parts,
        int reference,
        int userMessageReference,
        int dataCoding,
        MessageState state,
        int receiptsAcknowledged) {}
