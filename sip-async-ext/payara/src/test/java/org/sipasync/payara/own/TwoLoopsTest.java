package org.sipasync.payara.own;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.container.routing.SelectiveServlet;
import org.sipasync.payara.server.SipSettings;
import org.sipasync.sip.transaction.TransactionSettings;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.SipPhone;

/** A server whose Call-IDs are spread over two loops ({@code sip.loops}). */
class TwoLoopsTest {
  private RunningWar running;

  @BeforeEach
  void start() throws Exception {
    running = new RunningWar(Messages.class, Map.of("sip.loops", "2"));
    running.deploy("calls", Calls.class);
  }

  @AfterEach
  void stop() {
    running.close();
  }

  /** Takes MESSAGEs only, as handlers without a base class do. */
  public static final class Messages extends SipServlet implements SelectiveServlet {
    private static final long serialVersionUID = 1L;

    @Override
    public void service(ServletRequest request, ServletResponse response) throws IOException {
      ((SipServletRequest) request).createResponse(202).send();
    }

    @Override
    public Optional<Set<String>> methods() {
      return Optional.of(Set.of("MESSAGE"));
    }
  }

  /** Answers all. */
  public static final class Calls extends SipServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doRequest(SipServletRequest request) throws IOException {
      if (!request.getMethod().equals("ACK")) {
        request.createResponse(200).send();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"udp", "tcp"})
  void callsOfBothLoops(String transport) {
    Set<Object> cores = new HashSet<>();
    try (SipPhone phone = running.phone(transport)) {
      for (int i = 0; cores.size() < 2; i++) {
        Call call = phone.invite("bob");
        call.expect(200);
        call.ack();
        call.bye().expect(200);
        cores.add(running.server.core(call.callId()));
        assertThat(i).isLessThan(100);
      }
    }
    assertThat(running.server.status().refused()).isZero();
  }

  /** Without a DAR file: the first application gets no requests that no handler of it takes. */
  @Test
  void requestsGoToTheFirstApplicationThatHasAHandler() {
    try (SipPhone phone = running.phone("udp")) {
      phone.request("MESSAGE", "bob").expect(202);
      phone.request("OPTIONS", "bob").expect(200);
    }
  }

  @Test
  void allLoopsRefuseWhatIsNewDuringADrain() {
    running.server.refuseNew(true);
    Set<Object> cores = new HashSet<>();
    try (SipPhone phone = running.phone("udp")) {
      for (int i = 0; cores.size() < 2; i++) {
        Call call = phone.invite("bob");
        call.ackFailure(503);
        cores.add(running.server.core(call.callId()));
        assertThat(running.server.status().refused()).isEqualTo(i + 1);
        assertThat(i).isLessThan(100);
      }
      running.server.refuseNew(false);
      phone.request("OPTIONS", "bob").expect(200);
    }
  }

  @Test
  void boundsAreDivided() {
    Map<String, String> config = Map.of("sip.loops", "2", "sip.max-transactions", "1001");
    SipSettings settings = SipSettings.from(key -> Optional.ofNullable(config.get(key)));
    TransactionSettings own = SipLoops.transactionSettings(settings);
    assertThat(own.maxTransactions()).isEqualTo(500);
    assertThat(own.maxBytes()).isEqualTo(TransactionSettings.DEFAULT.maxBytes() / 2);
    assertThat(own.maxClientTransactions())
        .isEqualTo(TransactionSettings.DEFAULT.maxClientTransactions() / 2);
  }
}
