package javax.servlet.sip;

import java.util.EventListener;

/**
 * Listener for flows that fail, from JSR 359; to be declared with {@link
 * javax.servlet.sip.annotation.SipListener SipListener} or in sip.xml. Only flows that the
 * application has asked for are told of, by {@code SipSession2.getFlow()} or by their token.
 */
public interface FlowListener extends EventListener {
  /**
   * Takes in that a connection has ended: what was registered by it cannot be reached. On a
   * container thread, once per flow.
   *
   * @param event has the flow; not null
   */
  void flowFailed(FlowFailedEvent event);
}
