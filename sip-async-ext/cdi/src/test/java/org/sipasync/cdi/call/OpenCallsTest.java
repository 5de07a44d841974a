package org.sipasync.cdi.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.SipAsyncException;
import org.sipasync.cdi.engine.DrivenHost;
import org.sipasync.cdi.route.Beans;
import org.sipasync.cdi.route.Routes;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Functions;
import org.sipasync.loop.EventLoop;
import org.sipasync.loop.TestClock;

@Tag("C-G14")
class OpenCallsTest {
  private static final Logger LOG = Logger.getLogger("org.sipasync");

  private final List<String> logged = new ArrayList<>();
  private final Handler capture =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          logged.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private final EventLoop loop = new EventLoop(new TestClock());
  private final AsyncApplication application =
      new AsyncApplication(
          new FakeContainer(new Object()),
          Routes.of(List.of(), Beans.NONE, new ArrayList<>()),
          DrivenHost.on(loop),
          new CallContext("shop", Tracing.OFF, null));

  @BeforeEach
  void listen() {
    LOG.addHandler(capture);
  }

  @AfterEach
  void leave() {
    LOG.removeHandler(capture);
    application.stop();
    loop.close();
  }

  @Test
  @DisplayName("C-G14: a launch that was started is not reported")
  void startedLaunch() {
    AsyncFunction push = Functions.blocking("push", () -> null);
    OpenCalls open = OpenCalls.begin();
    OpenCalls.launchBegun("push");
    application.launch(push, null, null, null);
    open.end("startedLaunch");
    assertThat(logged).noneMatch(line -> line.contains("SIPA-0321"));
  }

  @Test
  @DisplayName("C-G14: a launch that was not started is reported, once")
  void forgottenLaunch() {
    for (int i = 0; i < 2; i++) {
      OpenCalls open = OpenCalls.begin();
      OpenCalls.launchBegun("push");
      open.end("forgottenLaunch");
    }
    assertThat(logged)
        .singleElement()
        .asString()
        .startsWith("SIPA-0321: forgottenLaunch")
        .contains("push");
  }

  @Test
  @DisplayName("C-G14: a call that was not handed over fails the handler")
  void forgottenCall() {
    OpenCalls open = OpenCalls.begin();
    OpenCalls.callBegun("ask");
    OpenCalls.callBegun("other");
    OpenCalls.callHandedOver("other");
    assertThatThrownBy(() -> open.end("forgottenCall"))
        .isInstanceOf(SipAsyncException.class)
        .hasMessageContaining("SIPA-0320")
        .hasMessageContaining("ask");
  }
}
