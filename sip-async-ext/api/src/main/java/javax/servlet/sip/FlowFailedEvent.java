package javax.servlet.sip;

import java.util.EventObject;

/** End of a flow, from JSR 359. */
public class FlowFailedEvent extends EventObject {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an event.
   *
   * @param flow the flow that has ended; not null
   */
  public FlowFailedEvent(Flow flow) {
    super(flow);
  }

  /** Returns the flow, whose token leads nowhere any more; never null. */
  public Flow getFlow() {
    return (Flow) getSource();
  }
}
