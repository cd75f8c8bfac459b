/** The whole system under a steady load for some time: what grows, and what does not. */
package fr.vigie.standalone.bench.soak;
