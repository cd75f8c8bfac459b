package fr.vigie.dispatch.sms.bench;

/** Where to bind. */
record Account(String host, int port, String systemId, String password) {}
