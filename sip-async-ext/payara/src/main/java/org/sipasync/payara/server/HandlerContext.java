package org.sipasync.payara.server;

import java.util.Optional;
import javax.servlet.sip.SipServletMessage;
import org.sipasync.spi.SipApplicationContext.Handler;

/** Runs handlers of one application in its context, and knows what runs on a thread. */
public final class HandlerContext {
  private static final ThreadLocal<Current> CURRENT = new ThreadLocal<>();

  /** Handler that runs on a thread, and the message that it handles, if any. */
  private record Current(SipServletMessage message, String name) {}

  private final ContextEntry entry;
  private final Identities identities;

  /** Runs all handlers without identity. */
  public HandlerContext(ContextEntry entry) {
    this(entry, Identities.ANONYMOUS);
  }

  public HandlerContext(ContextEntry entry, Identities identities) {
    this.entry = entry;
    this.identities = identities;
  }

  /** Runs a handler on the calling thread; may be nested. The message may be null. */
  public void run(SipServletMessage message, String name, Handler handler) throws Exception {
    Current outer = CURRENT.get();
    CURRENT.set(new Current(message, name));
    try {
      entry.run(outer == null ? () -> runToItsEnd(message, name, handler) : handler);
    } finally {
      CURRENT.set(outer); // not removed: the next handler sets it again
    }
  }

  /** Ends what a handler leaves while still in the context: the thread may leave it after this. */
  private void runToItsEnd(SipServletMessage message, String name, Handler handler)
      throws Exception {
    try {
      identities.run(message, name, handler);
    } finally {
      entry.endTransaction(name);
    }
  }

  /** Message that the calling thread handles; empty if there is none. */
  public static Optional<SipServletMessage> currentMessage() {
    return Optional.ofNullable(CURRENT.get()).map(Current::message);
  }

  /** Handler that runs on the calling thread; empty if there is none. */
  public static Optional<String> currentHandler() {
    return Optional.ofNullable(CURRENT.get()).map(Current::name);
  }
}
