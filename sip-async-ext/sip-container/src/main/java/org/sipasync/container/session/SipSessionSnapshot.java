package org.sipasync.container.session;

import java.io.Serializable;
import java.util.List;

/**
 * SIP session with a confirmed dialog, as another node needs it.
 *
 * @param handler name of its servlet
 * @param usages what the dialog is used for: the call, subscriptions
 * @param attributes serialised; null for none
 * @param linked id of the session that is the other leg of a back-to-back user agent; null for none
 * @param unacknowledged numbers of INVITEs whose 2xx awaits its ACK
 * @param keepAlive running session timer; null for none
 */
public record SipSessionSnapshot(
    String id,
    String handler,
    DialogSnapshot dialog,
    List<String> usages,
    boolean invalidateWhenReady,
    byte[] attributes,
    String linked,
    List<Long> unacknowledged,
    KeepAliveSnapshot keepAlive)
    implements Serializable {}
