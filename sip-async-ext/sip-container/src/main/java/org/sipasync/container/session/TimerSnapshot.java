package org.sipasync.container.session;

import java.io.Serializable;

/**
 * Persistent ServletTimer as another node needs it.
 *
 * @param due time of its next run in milliseconds since 1970, by its node's clock
 * @param period in milliseconds; 0 if it runs once
 * @param info the application's information, serialised; null for none
 */
record TimerSnapshot(String id, long due, long period, boolean fixedDelay, byte[] info)
    implements Serializable {}
