/** The data grid as a node of the cluster uses it; implemented by Hazelcast, and by simulation. */
package org.sipasync.cluster.grid;
