package org.sipasync.sip.trace;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.sipasync.Problem;
import org.sipasync.admin.CapturedMessage;
import org.sipasync.sip.transport.MessageTap;

/**
 * Observers of the messages of one loop's transports: the ring, the HEP sender, the log. They tap
 * the transports while there is any of them; otherwise nothing runs for a message. Thread-safe.
 */
public final class Traces implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("org.sipasync");
  private static final System.Logger TRACE = System.getLogger("org.sipasync.trace");

  private final TraceSettings settings;
  private final Executor loop;
  private final Consumer<MessageTap> transports;

  /** Sinks besides the ring. */
  private final List<CaptureSink> others = new ArrayList<>();

  /** Null while messages are not kept. */
  private volatile MessageRing ring;

  /**
   * Opens what the settings ask for.
   *
   * @param loop runs tasks on the transports' loop
   * @param transports sets the tap of the transports, called on that loop; null for none
   */
  public Traces(TraceSettings settings, Executor loop, Consumer<MessageTap> transports) {
    this.settings = settings;
    this.loop = loop;
    this.transports = transports;
    if (settings.collector() != null) {
      addSender();
    }
    if (settings.log() != TraceSettings.LogForm.OFF) {
      boolean isFull = settings.log() == TraceSettings.LogForm.MESSAGES;
      others.add(new TraceLog(TRACE, isFull, settings.maxLogged(), System::nanoTime).start());
    }
    if (settings.ladder()) {
      ring = newRing();
    }
    tap();
  }

  private void addSender() {
    HepPacket packet = new HepPacket(settings.captureId(), settings.authKey());
    try {
      others.add(new HepSender(settings.collector(), packet, LOG));
    } catch (IOException | UnresolvedAddressException e) {
      LOG.log(Level.WARNING, Problem.HEP_UNUSABLE.message(settings.collector(), e));
    }
  }

  private MessageRing newRing() {
    return new MessageRing(settings.maxMessages(), settings.maxBytes());
  }

  private void tap() {
    MessageRing kept = ring;
    List<CaptureSink> sinks = new ArrayList<>(others);
    if (kept != null) {
      sinks.add(kept);
    }
    MessageTap tap = sinks.isEmpty() ? null : new MessageTrace(sinks, MessageTrace::nowMicros);
    loop.execute(() -> transports.accept(tap));
  }

  /** Returns true while messages are kept. */
  public boolean keeps() {
    return ring != null;
  }

  /** Starts to keep messages, or ends it and drops them. */
  public synchronized void keep(boolean on) {
    if (on != keeps()) {
      ring = on ? newRing() : null;
      tap();
    }
  }

  /** Visits the messages kept, oldest first. */
  public void forEach(Consumer<CapturedMessage> visitor) {
    MessageRing kept = ring;
    if (kept != null) {
      kept.forEach(visitor);
    }
  }

  /** Closes sender and log; the transports must have ended. */
  @Override
  public void close() {
    others.forEach(CaptureSink::close);
  }
}
