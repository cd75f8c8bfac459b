/** How fast an operator may be given something: its limit, shared among copies, and what it was seen to accept. */
package fr.vigie.dispatch.pace;
