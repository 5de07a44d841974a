package org.sipasync.cluster.journal;

/**
 * Settings of a {@link Journal}; times in milliseconds.
 *
 * @param linger time that a begun call waits for others to be written with it
 * @param ackTime an acknowledgement that took longer proves nothing: the grid gives up waiting for
 *     backups without saying so
 * @param pieceBytes bytes that are written without lingering
 * @param maxBytes limit of the bytes of all calls; what exceeds it is not stored
 */
public record JournalSettings(long linger, long ackTime, int pieceBytes, long maxBytes) {
  public JournalSettings {
    if (linger < 0 || ackTime < 1 || pieceBytes < 1 || maxBytes < 1) {
      throw new IllegalArgumentException("a setting of the journal is out of range");
    }
  }
}
