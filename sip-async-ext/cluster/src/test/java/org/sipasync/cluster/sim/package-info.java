/** Simulated clusters: many nodes, one thread, one seed. */
package org.sipasync.cluster.sim;
