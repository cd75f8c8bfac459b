/** The command line as a user of the published APIs. */
package fr.vigie.standalone.client;
