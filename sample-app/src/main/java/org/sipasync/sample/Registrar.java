package org.sipasync.sample;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.servlet.sip.Address;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import org.sipasync.Avp;
import org.sipasync.ResumeRoute;
import org.sipasync.ReturnCode;
import org.sipasync.SipAsync;
import org.sipasync.function.AsyncFunction;
import org.sipasync.functions.sql.SqlCall;
import org.sipasync.sample.digest.Credentials;

/**
 * REGISTER: 401, then the binding is stored and the user's bindings are answered. Up to four
 * questions to the database in a row, none of which holds a thread of the container:
 *
 * <pre>
 *   secrets ─▶ identified ─┬─ refresh ─▶ refreshed ─┬─ bind ─▶ stored ─┬─ bindings ─▶ registered ─▶ 200
 *                          ├─ unbind ───────────────│────────▶ stored ─┤
 *                          └─ (only asks) ──────────┴──────────────────┘
 * </pre>
 */
@ApplicationScoped
public class Registrar {
  @Inject SipAsync async;
  @Inject Users users;
  @Inject Authenticator authenticator;
  @Inject Blocking blocking;
  @Inject SipFactory factory;

  void handle(SipServletRequest register) throws IOException, ServletParseException {
    Optional<Credentials> given = authenticator.credentials(register);
    if (given.isEmpty()) {
      return;
    }
    if (Parameters.isBlocking(register)) {
      holdThread(register, given.get().username());
    } else {
      ask(users.secrets(given.get().username()).columns("md5", "sha256"), "identified");
    }
  }

  private void ask(AsyncFunction question, String route) {
    async.call(question).deadline(Auth.DEADLINE).resume(route);
  }

  @ResumeRoute
  void identified(
      SipServletRequest register,
      @ReturnCode int rc,
      @Avp("md5") String md5,
      @Avp("sha256") String sha256)
      throws IOException {
    Optional<Binding> asked = asked(register, rc, md5, sha256);
    if (asked.isEmpty()) {
      return;
    }
    Binding binding = asked.get();
    if (binding.isQuestion()) {
      list(register);
    } else if (binding.seconds() == 0) {
      ask(users.unbind(owner(register), binding.contact()), "stored");
    } else {
      SqlCall refresh = users.refresh(owner(register), binding.contact(), binding.seconds());
      ask(refresh.into("refreshed"), "refreshed");
    }
  }

  @ResumeRoute
  void refreshed(SipServletRequest register, @ReturnCode int rc, @Avp("refreshed") Integer rows)
      throws IOException {
    if (rc < 0) {
      fail(register);
    } else if (rows > 0) {
      list(register);
    } else {
      Binding binding = Binding.of(register);
      ask(users.bind(owner(register), binding.contact(), binding.seconds()), "stored");
    }
  }

  @ResumeRoute
  void stored(SipServletRequest register, @ReturnCode int rc) throws IOException {
    if (rc < 0) {
      fail(register);
    } else {
      list(register);
    }
  }

  private void list(SipServletRequest register) {
    ask(users.bindings(owner(register)).into("bindings"), "registered");
  }

  @ResumeRoute
  void registered(
      SipServletRequest register,
      @ReturnCode int rc,
      @Avp("bindings") List<Map<String, Object>> bindings)
      throws IOException, ServletParseException {
    if (rc < 0 && rc != Users.NOBODY) {
      fail(register);
      return;
    }
    SipServletResponse ok = register.createResponse(SipServletResponse.SC_OK);
    for (Binding binding : Binding.all(rc < 0 ? null : bindings)) {
      Address contact = factory.createAddress("<" + binding.contact() + ">");
      contact.setExpires(binding.seconds());
      ok.addAddressHeader("Contact", contact, false);
    }
    Answer.send(ok);
  }

  /** What a caller asks for who may ask for it; else the request is answered. */
  private Optional<Binding> asked(SipServletRequest register, int rc, String md5, String sha256)
      throws IOException {
    Optional<String> user = authenticator.accept(register, rc, md5, sha256);
    if (user.isEmpty()) {
      return Optional.empty();
    }
    Binding binding = Binding.of(register);
    if (!user.get().equals(owner(register))) {
      Answer.send(register, SipServletResponse.SC_FORBIDDEN, "Not your address");
    } else if (binding == null) {
      Answer.send(register, SipServletResponse.SC_BAD_REQUEST, "Bad Contact or Expires");
    } else if (binding.isTooBrief()) {
      SipServletResponse brief = register.createResponse(SipServletResponse.SC_INTERVAL_TOO_BRIEF);
      brief.setHeader("Min-Expires", Integer.toString(Binding.SHORTEST));
      Answer.send(brief);
    } else {
      return Optional.of(binding);
    }
    return Optional.empty();
  }

  /** The user whose address of record it is; empty for none. */
  private static String owner(SipServletRequest register) {
    return register.getTo().getURI() instanceof SipURI uri && uri.getUser() != null
        ? uri.getUser()
        : "";
  }

  private static void fail(SipServletRequest register) throws IOException {
    Answer.send(register, SipServletResponse.SC_SERVICE_UNAVAILABLE, "Database failure");
  }

  /** The same with the thread held: {@code ;mode=blocking}. */
  private void holdThread(SipServletRequest register, String username)
      throws IOException, ServletParseException {
    Blocking.Table secrets = blocking.query(Users.SECRETS, username);
    Optional<Binding> asked =
        asked(register, secrets.returnCode(), secrets.text("ha1_md5"), secrets.text("ha1_sha256"));
    if (asked.isEmpty()) {
      return;
    }
    if (!asked.get().isQuestion() && blocking.store(username, asked.get()) < 0) {
      fail(register);
      return;
    }
    Blocking.Table bindings = blocking.query(Users.BINDINGS, username, Users.now());
    registered(register, bindings.returnCode(), bindings.rows());
  }
}
