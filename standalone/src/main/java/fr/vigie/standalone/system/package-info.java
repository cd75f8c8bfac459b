/** The whole system on one machine: where its data lie, its secrets, its ports, its processes. */
package fr.vigie.standalone.system;
