/** This node's calls: stored, answered with the lease only, given up with the node's id. */
package org.sipasync.cluster.call;
