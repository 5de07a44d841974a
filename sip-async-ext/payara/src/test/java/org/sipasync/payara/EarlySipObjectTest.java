package org.sipasync.payara;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicReference;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipURI;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("C-G2")
class EarlySipObjectTest {
  private final AtomicReference<SipFactory> real = new AtomicReference<>();
  private final SipFactory early = EarlySipObject.of(SipFactory.class, real::get);

  private static SipFactory factory(RuntimeException failure) {
    return (SipFactory)
        Proxy.newProxyInstance(
            EarlySipObjectTest.class.getClassLoader(),
            new Class<?>[] {SipFactory.class},
            (proxy, method, arguments) -> {
              if (failure != null) {
                throw failure;
              }
              return null;
            });
  }

  @Test
  void isOfNoUseBeforeTheStart() {
    assertThatThrownBy(() -> early.createSipURI("a", "b"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("SipFactory is of use once the SIP application has started");
    assertThat(early).isEqualTo(early).hasSameHashCodeAs(early);
    assertThat(early).hasToString("SipFactory of an application");
    assertThat(early.equals(EarlySipObject.of(SipFactory.class, real::get))).isFalse();
  }

  @Test
  void handsOnAfterIt() {
    real.set(factory(null));
    SipURI uri = early.createSipURI("a", "b");
    assertThat(uri).isNull();
  }

  @Test
  void failuresAreThoseOfTheObject() {
    RuntimeException failure = new IllegalArgumentException("bad");
    real.set(factory(failure));
    assertThatThrownBy(() -> early.createSipURI("a", "b")).isSameAs(failure);
  }
}
