/** What time it is, in every copy of a service alike: what its database says, whatever the machine's own clock shows. */
package fr.vigie.clock;
