package org.sipasync.container.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipApplicationSessionAttributeListener;
import javax.servlet.sip.SipApplicationSessionBindingEvent;
import javax.servlet.sip.SipApplicationSessionBindingListener;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.SipSessionAttributeListener;
import javax.servlet.sip.SipSessionBindingEvent;
import javax.servlet.sip.SipSessionBindingListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AttributesTest {
  private final TestSessions test = new TestSessions();
  private final List<String> log = test.log;

  @AfterEach
  void close() {
    test.close();
  }

  private final class Bound
      implements SipApplicationSessionBindingListener, SipSessionBindingListener {
    @Override
    public void valueBound(SipApplicationSessionBindingEvent event) {
      log.add("bound " + event.getName());
    }

    @Override
    public void valueUnbound(SipApplicationSessionBindingEvent event) {
      log.add("unbound " + event.getName());
    }

    @Override
    public void valueBound(SipSessionBindingEvent event) {
      log.add("bound " + event.getName());
    }

    @Override
    public void valueUnbound(SipSessionBindingEvent event) {
      log.add("unbound " + event.getName());
    }
  }

  private final class Attributes
      implements SipApplicationSessionAttributeListener, SipSessionAttributeListener {
    @Override
    public void attributeAdded(SipApplicationSessionBindingEvent event) {
      log.add("added " + event.getName());
    }

    @Override
    public void attributeRemoved(SipApplicationSessionBindingEvent event) {
      log.add("removed " + event.getName());
    }

    @Override
    public void attributeReplaced(SipApplicationSessionBindingEvent event) {
      log.add("replaced " + event.getName());
    }

    @Override
    public void attributeAdded(SipSessionBindingEvent event) {
      log.add("added " + event.getName());
    }

    @Override
    public void attributeRemoved(SipSessionBindingEvent event) {
      log.add("removed " + event.getName());
    }

    @Override
    public void attributeReplaced(SipSessionBindingEvent event) {
      log.add("replaced " + event.getName());
    }
  }

  @Test
  void attributesOfApplicationSessionsTellTheirListeners() {
    SipApplicationSession session = test.sessions.create(test.application(3, new Attributes()));
    session.setAttribute("a", new Bound());
    session.setAttribute("a", 1);
    session.setAttribute("b", new Bound());
    assertThat(session.getAttribute("a")).isEqualTo(1);
    assertThat(session.getAttributeNames()).toIterable().containsExactlyInAnyOrder("a", "b");
    session.removeAttribute("a");
    session.removeAttribute("none");
    session.invalidate();
    log.removeIf(line -> line.equals("enter") || line.equals("leave"));
    assertThat(log)
        .containsExactly(
            "bound a",
            "added a",
            "unbound a",
            "replaced a",
            "bound b",
            "added b",
            "removed a",
            "unbound b",
            "removed b");
    assertThatThrownBy(() -> session.setAttribute("a", 1))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void attributesOfSipSessionsTellTheirListeners() {
    AppSession application = test.sessions.create(test.application(3, new Attributes()));
    SipSession session = test.session(application);
    session.setAttribute("a", new Bound());
    session.setAttribute("a", 1);
    assertThat(session.getAttributeNames().asIterator()).toIterable().containsExactly("a");
    application.invalidate();
    log.removeIf(line -> line.equals("enter") || line.equals("leave"));
    assertThat(log)
        .containsExactly("bound a", "added a", "unbound a", "replaced a", "removed a", "user told");
    assertThatThrownBy(() -> session.setAttribute("a", null))
        .isInstanceOf(IllegalStateException.class);
  }
}
