package org.sipasync.container.message;

/**
 * Link of a request to the one on the other leg of a back-to-back user agent. Immutable.
 *
 * @param peer the other request
 * @param between identity of the link of their sessions, which ends this one with it
 */
public record RequestLink(RequestFacade peer, Object between) {}
