package fr.vigie.standalone.system;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * One process of the system.
 *
 * @param name what it is called everywhere
 * @param pid its process, as of its last start
 * @param alive whether it need not be brought back; a process that a signal has stopped is alive
 * @param restart stops it if it still runs, in order, and starts it; fails where it does not come up
 */
record Part(String name, LongSupplier pid, BooleanSupplier alive, Runnable restart) {}
