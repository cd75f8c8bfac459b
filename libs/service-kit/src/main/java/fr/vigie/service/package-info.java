/**
 * What every Vigie service is, once: problems instead of bare error codes, the caller and their territory, strict JSON,
 * request ids, and (in {@code META-INF/microprofile-config.properties}) the shared configuration.
 */
package fr.vigie.service;
