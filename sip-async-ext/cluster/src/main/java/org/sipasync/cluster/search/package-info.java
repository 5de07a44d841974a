/**
 * Search for the nodes of dialogs: at the node that their tag names, or at one that the others are
 * asked for.
 */
package org.sipasync.cluster.search;
