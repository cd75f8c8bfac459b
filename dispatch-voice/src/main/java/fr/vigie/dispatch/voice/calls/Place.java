package fr.vigie.dispatch.voice.calls;

import java.time.Instant;
import java.util.UUID;

/** Where a page of call records ended. */
public record Place(Instant setUpAt, UUID callId) {}
