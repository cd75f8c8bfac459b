/** Sample merchants, and an alert that reaches a known number of them. Names are made up, numbers are fiction. */
package fr.vigie.standalone.demo;
