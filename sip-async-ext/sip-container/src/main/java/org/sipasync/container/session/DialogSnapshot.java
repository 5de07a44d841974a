package org.sipasync.container.session;

import java.io.Serializable;
import java.util.List;

/**
 * Dialog as another node needs it to go on; the parties, the target and the route set as texts.
 *
 * @param localCSeq last number that was given to a request of ours
 * @param lastSent last number of ours that was sent
 * @param remoteCSeq last number of the peer's; -1 before the first
 * @param isSecure true if its requests have sips URIs
 */
public record DialogSnapshot(
    String callId,
    String local,
    String remote,
    String localTag,
    String remoteTag,
    String remoteTarget,
    List<String> routeSet,
    long localCSeq,
    long lastSent,
    long remoteCSeq,
    boolean isSecure)
    implements Serializable {}
