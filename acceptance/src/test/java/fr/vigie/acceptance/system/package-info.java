/** The whole system under test, as its users and its administrators meet it. */
package fr.vigie.acceptance.system;
