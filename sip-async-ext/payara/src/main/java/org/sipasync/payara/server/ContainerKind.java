package org.sipasync.payara.server;

/** SIP containers to choose from, by {@code sip.container}. */
public enum ContainerKind {
  OWN,
  /** An add-on that is not shipped. */
  RESTCOMM
}
