package org.sipasync.cluster.lease;

import java.util.UUID;

/** A share of a dead member's calls. */
public record Claimed(UUID dead, int share) {}
