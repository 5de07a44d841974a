/** A node's journal in the grid: written piece by piece, trimmed at its old end, read by heirs. */
package org.sipasync.cluster.journal;
