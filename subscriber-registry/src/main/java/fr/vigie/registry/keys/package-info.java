/** The keys that telephone numbers are encrypted and compared with. */
package fr.vigie.registry.keys;
