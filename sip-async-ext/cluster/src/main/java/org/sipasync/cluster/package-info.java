/** Suspended calls that survive the death of a node (decisions 72 to 74). */
package org.sipasync.cluster;
