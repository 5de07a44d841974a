/** One node of the cluster: all parts, driven by one thread. */
package org.sipasync.cluster.node;
