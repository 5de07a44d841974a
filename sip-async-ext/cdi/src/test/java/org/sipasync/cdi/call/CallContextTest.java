package org.sipasync.cdi.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.spi.ContextScope;
import org.sipasync.spi.LogContext;
import org.slf4j.MDC;

/** The contexts that are carried over a suspension, with a real SLF4J. */
@Tag("A4")
class CallContextTest {
  private final CallContext context =
      new CallContext("shop", Tracing.OFF, Mdc.of(CallContextTest.class.getClassLoader()));

  @AfterEach
  void clear() {
    MDC.clear();
    LogContext.set(null);
  }

  @Test
  @DisplayName("A4: what the handler has put into the MDC is there in the route, and gone after it")
  void carried() throws Exception {
    MDC.put("user", "alice");
    CallContext.Carried carried = context.carry("ldap", "credited", "call-1");
    MDC.clear();
    MDC.put("thread", "of somebody else");
    carried.run(
        () -> {
          assertThat(MDC.getCopyOfContextMap())
              .isEqualTo(
                  Map.of(
                      "user", "alice",
                      "application", "shop",
                      "callId", "call-1",
                      "route", "credited"));
          assertThat(LogContext.current()).contains(new LogContext("shop", "call-1", "credited"));
        });
    assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("thread", "of somebody else"));
    assertThat(LogContext.current()).isEmpty();
  }

  @Test
  @DisplayName("A4: one within another: the outer is there again after the inner")
  void nested() {
    CallContext.Carried outer = context.carry("ldap", "credited", "call-1");
    CallContext.Carried inner = context.carry("sql", "paid", "call-2");
    try (ContextScope first = outer.work()) {
      try (ContextScope second = inner.work()) {
        assertThat(MDC.get("callId")).isEqualTo("call-2");
        second.failed(new IllegalStateException());
      }
      assertThat(MDC.get("callId")).isEqualTo("call-1");
      assertThat(LogContext.current().orElseThrow().route()).isEqualTo("credited");
      first.failed(new IllegalStateException());
    }
    assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
  }

  @Test
  @DisplayName("An application without SLF4J has no MDC, and needs none")
  void without() throws Exception {
    assertThat(Mdc.of(ClassLoader.getPlatformClassLoader())).isNull();
    new CallContext("shop", Tracing.OFF, null)
        .carry("ldap", "credited", "call-1")
        .run(() -> assertThat(LogContext.current()).isPresent());
    assertThat(LogContext.current()).isEmpty();
  }
}
