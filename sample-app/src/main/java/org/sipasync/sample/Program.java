package org.sipasync.sample;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.sipasync.Avp;
import org.sipasync.ResumeRoute;
import org.sipasync.ReturnCode;
import org.sipasync.SipAsync;
import org.sipasync.function.ReturnCodes;
import org.sipasync.functions.exec.Exec;

/** {@code sip:exec@host;arg=x}: runs a script in the WAR; 200 with its output. */
@ApplicationScoped
public class Program implements Scenario {
  private static final Duration DEADLINE = Duration.ofSeconds(3);
  private static final int MAX_MILLIS = 4_000;
  private static final String SHELL = "/bin/sh";

  @Inject SipAsync async;
  @Inject Exec exec;
  @Inject Blocking blocking;
  private volatile String script;

  void locate(@Observes @Initialized(ApplicationScoped.class) ServletContext war) {
    script = war.getRealPath("/WEB-INF/scripts/say.sh");
  }

  @Override
  public String user() {
    return "exec";
  }

  @Override
  public void handle(SipServletRequest request) throws IOException {
    String word = Parameters.word(request, "arg", "nothing");
    OptionalInt millis = Parameters.number(request, "ms", 0, MAX_MILLIS);
    if (word == null || millis.isEmpty()) {
      Answer.send(request, SipServletResponse.SC_BAD_REQUEST, "Bad parameter arg or ms");
      return;
    }
    String seconds = String.format(Locale.ROOT, "%.3f", millis.getAsInt() / 1000.0);
    if (Parameters.isBlocking(request)) {
      Blocking.Output output = blocking.run(List.of(SHELL, script, word, seconds));
      ran(request, output.returnCode(), output.text());
    } else {
      async
          .call(exec.run(SHELL, script, word, seconds).into("output"))
          .deadline(DEADLINE)
          .resume("ran");
    }
  }

  @ResumeRoute("ran")
  void ran(SipServletRequest request, @ReturnCode int rc, @Avp("output") String output)
      throws IOException {
    if (rc > 0) {
      Answer.ok(request, "X-Exec", output);
    } else if (rc == ReturnCodes.DEADLINE) {
      Answer.send(request, SipServletResponse.SC_SERVER_TIMEOUT, "The script is too slow");
    } else {
      Answer.send(request, SipServletResponse.SC_SERVICE_UNAVAILABLE, "The script failed");
    }
  }
}
