package org.sipasync.sample;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import org.sipasync.sample.registrar.Gruu;

/** Dispatches every request to its scenario. */
@javax.servlet.sip.annotation.SipServlet(name = "sample", loadOnStartup = 1)
public class SampleServlet extends SipServlet {
  private static final long serialVersionUID = 1L;

  @Inject transient Registrar registrar;
  @Inject transient Cdr records;
  @Inject transient Forward forward;
  private transient Map<String, Scenario> scenarios;

  @Inject
  void find(@Any Instance<Scenario> found) {
    scenarios = found.stream().collect(Collectors.toMap(Scenario::user, Function.identity()));
  }

  @Override
  protected void doInvite(SipServletRequest invite) throws IOException, ServletParseException {
    toScenario(invite);
  }

  @Override
  protected void doOptions(SipServletRequest options) throws IOException, ServletParseException {
    toScenario(options);
  }

  @Override
  protected void doMessage(SipServletRequest message) throws IOException, ServletParseException {
    toScenario(message);
  }

  @Override
  protected void doRegister(SipServletRequest register) throws IOException, ServletParseException {
    registrar.handle(register);
  }

  private void toScenario(SipServletRequest request) throws IOException, ServletParseException {
    if (Forward.isForwarded(request)) {
      return; // in a forwarded call, which the container proxies
    }
    SipURI uri = request.getRequestURI() instanceof SipURI sip ? sip : null;
    boolean isGruu = uri != null && Gruu.is(uri);
    String user = isGruu ? Forward.USER : uri == null ? null : uri.getUser();
    Scenario scenario = user == null ? null : scenarios.get(user);
    if (scenario == null) {
      Answer.send(request, SipServletResponse.SC_NOT_FOUND, "No such scenario");
    } else {
      scenario.handle(request);
    }
  }

  @Override
  protected void doBranchResponse(SipServletResponse response) throws ServletParseException {
    if (response.getStatus() == Forward.FLOW_FAILED) {
      forward.tryNextFlow(response);
    }
  }

  @Override
  protected void doBye(SipServletRequest bye) throws IOException {
    if (!Forward.isForwarded(bye)) {
      records.ended(bye.getSession());
      Answer.ok(bye);
    }
  }
}
