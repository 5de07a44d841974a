package org.sipasync.container.session;

import java.util.EventListener;
import java.util.function.BiConsumer;
import javax.servlet.sip.SipSessionAttributeListener;
import javax.servlet.sip.SipSessionBindingEvent;
import javax.servlet.sip.SipSessionBindingListener;
import javax.servlet.sip.SipSessionEvent;
import javax.servlet.sip.SipSessionListener;

/** Reports changes of a SIP session's attributes to the application. */
final class DialogSessionEvents implements AttributeMap.Events {
  private final DialogSession session;

  DialogSessionEvents(DialogSession session) {
    this.session = session;
  }

  /** Calls the listeners of a type with an event of the session. */
  <L extends EventListener> void fire(Class<L> type, BiConsumer<L, SipSessionEvent> to) {
    session.application().listeners().fire(type, () -> new SipSessionEvent(session), to);
  }

  /** Calls the session's listeners with an event that leads to its end. */
  void fireEnd(BiConsumer<SipSessionListener, SipSessionEvent> to) {
    session
        .application()
        .listeners()
        .fireEnd(SipSessionListener.class, () -> new SipSessionEvent(session), to);
  }

  @Override
  public void bound(String name, Object value) {
    if (value instanceof SipSessionBindingListener listener) {
      SipSessionBindingEvent event = event(name);
      session.application().listeners().call(listener, l -> l.valueBound(event));
    }
  }

  @Override
  public void unbound(String name, Object value) {
    if (value instanceof SipSessionBindingListener listener) {
      SipSessionBindingEvent event = event(name);
      session.application().listeners().call(listener, l -> l.valueUnbound(event));
    }
  }

  @Override
  public void added(String name) {
    fire(name, SipSessionAttributeListener::attributeAdded);
  }

  @Override
  public void replaced(String name) {
    fire(name, SipSessionAttributeListener::attributeReplaced);
  }

  @Override
  public void removed(String name) {
    fire(name, SipSessionAttributeListener::attributeRemoved);
  }

  private SipSessionBindingEvent event(String name) {
    return new SipSessionBindingEvent(session, name);
  }

  private void fire(
      String name, BiConsumer<SipSessionAttributeListener, SipSessionBindingEvent> to) {
    session
        .application()
        .listeners()
        .fire(SipSessionAttributeListener.class, () -> event(name), to);
  }
}
