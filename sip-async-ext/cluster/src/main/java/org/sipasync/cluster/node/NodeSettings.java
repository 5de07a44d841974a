package org.sipasync.cluster.node;

import org.sipasync.cluster.journal.JournalSettings;
import org.sipasync.cluster.lease.Terms;

/**
 * Settings of a {@link ClusterNode}; times in milliseconds.
 *
 * @param terms what all members agree on
 * @param journal how calls are written
 * @param patience time after which any member may claim a share, not only its first choice
 */
public record NodeSettings(Terms terms, JournalSettings journal, long patience) {}
