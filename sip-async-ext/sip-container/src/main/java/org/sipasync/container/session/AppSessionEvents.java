package org.sipasync.container.session;

import java.util.function.BiConsumer;
import javax.servlet.sip.SipApplicationSessionAttributeListener;
import javax.servlet.sip.SipApplicationSessionBindingEvent;
import javax.servlet.sip.SipApplicationSessionBindingListener;
import javax.servlet.sip.SipApplicationSessionEvent;
import javax.servlet.sip.SipApplicationSessionListener;

/** Reports changes of an application session's attributes to the application. */
final class AppSessionEvents implements AttributeMap.Events {
  private final AppSession session;

  AppSessionEvents(AppSession session) {
    this.session = session;
  }

  void created() {
    session
        .application()
        .listeners()
        .fire(
            SipApplicationSessionListener.class,
            () -> new SipApplicationSessionEvent(session),
            SipApplicationSessionListener::sessionCreated);
  }

  /** Calls the session's listeners with an event that leads to its end. */
  void fireEnd(BiConsumer<SipApplicationSessionListener, SipApplicationSessionEvent> to) {
    session
        .application()
        .listeners()
        .fireEnd(
            SipApplicationSessionListener.class, () -> new SipApplicationSessionEvent(session), to);
  }

  @Override
  public void bound(String name, Object value) {
    if (value instanceof SipApplicationSessionBindingListener listener) {
      SipApplicationSessionBindingEvent event = event(name);
      session.application().listeners().call(listener, l -> l.valueBound(event));
    }
  }

  @Override
  public void unbound(String name, Object value) {
    if (value instanceof SipApplicationSessionBindingListener listener) {
      SipApplicationSessionBindingEvent event = event(name);
      session.application().listeners().call(listener, l -> l.valueUnbound(event));
    }
  }

  @Override
  public void added(String name) {
    fire(name, SipApplicationSessionAttributeListener::attributeAdded);
  }

  @Override
  public void replaced(String name) {
    fire(name, SipApplicationSessionAttributeListener::attributeReplaced);
  }

  @Override
  public void removed(String name) {
    fire(name, SipApplicationSessionAttributeListener::attributeRemoved);
  }

  private SipApplicationSessionBindingEvent event(String name) {
    return new SipApplicationSessionBindingEvent(session, name);
  }

  private void fire(
      String name,
      BiConsumer<SipApplicationSessionAttributeListener, SipApplicationSessionBindingEvent> to) {
    session
        .application()
        .listeners()
        .fire(SipApplicationSessionAttributeListener.class, () -> event(name), to);
  }
}
