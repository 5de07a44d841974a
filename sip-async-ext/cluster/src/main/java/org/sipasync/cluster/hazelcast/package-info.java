/** The grid by Hazelcast, from the jar that Payara carries; a member of our own. */
package org.sipasync.cluster.hazelcast;
