package org.sipasync.container.routing;

import org.sipasync.sip.message.SipUri;

/** URIs that lead to this container. Thread-safe. */
public interface Home {
  /** True if a URI, as of a Route, leads here. */
  boolean isOwn(SipUri uri);

  /** Contact of requests whose way is not known yet. */
  SipUri defaultContact();
}
