/** What operators and officers may ask a dispatcher, and whether it is ready. */
package fr.vigie.dispatch.api;
