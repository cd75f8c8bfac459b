package fr.vigie.dispatch.voice.sip;

/**
 * How the user agent presents itself.
 *
 * @param bindHost address to bind
 * @param port UDP port to bind
 * @param contactHost address that others reach us at
 * @param mediaHost address for sound in our offers
 * @param callerId user part of the From address
 */
public record UserAgentSettings(String bindHost, int port, String contactHost, String mediaHost, String callerId) {}
