/** French telephone numbers, metropolitan and overseas: what can be called, what can be texted, what is fiction. */
package fr.vigie.phone;
