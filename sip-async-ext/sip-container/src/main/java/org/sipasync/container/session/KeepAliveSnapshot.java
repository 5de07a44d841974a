package org.sipasync.container.session;

import java.io.Serializable;

/**
 * Running session timer of a dialog (RFC 4028) as another node needs it.
 *
 * @param seconds agreed interval
 * @param isOurs true if this side refreshes
 * @param since beginning of the interval in milliseconds since 1970, by its node's clock
 * @param allowsUpdate true if the peer has said that it knows UPDATE
 * @param description this side's last session description; null for none
 * @param type its media type
 * @param origin origin line of the peer's last description; null for none
 */
public record KeepAliveSnapshot(
    int seconds,
    boolean isOurs,
    long since,
    boolean allowsUpdate,
    byte[] description,
    String type,
    String origin)
    implements Serializable {

  /** Returns the same, by another clock. */
  KeepAliveSnapshot shifted(long millis) {
    return new KeepAliveSnapshot(
        seconds, isOurs, since + millis, allowsUpdate, description, type, origin);
  }
}
