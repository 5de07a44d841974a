package org.sipasync.sample;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import javax.naming.NamingException;
import javax.servlet.sip.Address;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.sipasync.Avp;
import org.sipasync.BlockingFunction;
import org.sipasync.ResumeRoute;
import org.sipasync.ReturnCode;
import org.sipasync.SipAsync;
import org.sipasync.function.Result;
import org.sipasync.sample.registrar.Binding;
import org.sipasync.sample.registrar.BindingStore;
import org.sipasync.sample.registrar.Outcome;
import org.sipasync.sample.registrar.RefusedException;
import org.sipasync.sample.registrar.Registration;

/**
 * REGISTER (RFC 3261, 10.3): 401, then stores the changes and answers with the user's bindings. Two
 * database accesses in sequence, neither of which holds a container thread; the second is a
 * transaction of its own and therefore a blocking method on the pool:
 *
 * <pre>
 *   authenticate ─▶ identified ─▶ register ─▶ registered ─▶ 200
 * </pre>
 */
@ApplicationScoped
public class Registrar {
  private static final String REGISTER = "register";

  /** RFC 3261, 20.17. */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

  @Inject SipAsync async;
  @Inject Authenticator authenticator;
  @Inject Database database;
  @Inject Contacts contacts;
  @Inject SipFactory factory;

  void handle(SipServletRequest register) throws IOException, ServletParseException {
    String extensions = register.getHeader("Require");
    if (extensions != null) { // none is supported (RFC 3261, 10.3, 2)
      SipServletResponse bad = register.createResponse(SipServletResponse.SC_BAD_EXTENSION);
      bad.setHeader("Unsupported", extensions);
      Answer.send(bad);
      return;
    }
    if (Parameters.isBlocking(register)) {
      holdThread(register);
    } else {
      async
          .call(authenticator.authenticate(register).into("user"))
          .deadline(Auth.DEADLINE)
          .resume("identified");
    }
  }

  @ResumeRoute
  void identified(SipServletRequest register, @ReturnCode int rc, @Avp("user") String user)
      throws IOException {
    Optional<Registration> asked = asked(register, rc, user);
    if (asked.isPresent()) {
      async
          .call(async.function(REGISTER, contacts.owner(register), asked.get()).into("outcome"))
          .deadline(Auth.DEADLINE)
          .resume("registered");
    }
  }

  /** Applies a REGISTER of an authenticated user in one transaction. */
  @BlockingFunction(REGISTER)
  Outcome store(String uid, Registration asked) throws SQLException, NamingException {
    BindingStore store = new BindingStore(System::currentTimeMillis, contacts::areSame);
    try (Connection connection = database.dataSource().getConnection()) {
      return store.register(connection, uid, asked);
    }
  }

  @ResumeRoute
  void registered(SipServletRequest register, @ReturnCode int rc, @Avp("outcome") Outcome outcome)
      throws IOException, ServletParseException {
    if (rc < 0) {
      fail(register);
    } else if (outcome.status() != SipServletResponse.SC_OK) {
      Answer.send(register, outcome.status(), outcome.reason());
    } else {
      SipServletResponse ok = register.createResponse(SipServletResponse.SC_OK);
      for (Binding binding : outcome.bindings()) {
        Address contact = factory.createAddress("<" + binding.contact() + ">");
        binding.preference().ifPresent(q -> contact.setParameter("q", q));
        contact.setExpires(binding.seconds(outcome.nowMillis()));
        ok.addAddressHeader("Contact", contact, false);
      }
      ok.setHeader("Date", DATE.format(ZonedDateTime.now(ZoneOffset.UTC)));
      Answer.send(ok);
    }
  }

  /** Reads the request of an authorised caller; otherwise answers it. */
  private Optional<Registration> asked(SipServletRequest register, int rc, String user)
      throws IOException {
    if (rc < 0) {
      authenticator.refuse(register, rc);
      return Optional.empty();
    }
    if (!user.equals(contacts.owner(register))) {
      Answer.send(register, SipServletResponse.SC_FORBIDDEN, "Not your address");
      return Optional.empty();
    }
    try {
      return Optional.of(Registration.of(register, contacts.rules(register)));
    } catch (RefusedException refused) {
      SipServletResponse answer = register.createResponse(refused.status(), refused.getMessage());
      if (refused.status() == SipServletResponse.SC_INTERVAL_TOO_BRIEF) {
        answer.setHeader("Min-Expires", Integer.toString(Registration.MIN_SECONDS));
      }
      Answer.send(answer);
      return Optional.empty();
    }
  }

  private static void fail(SipServletRequest register) throws IOException {
    Answer.send(register, SipServletResponse.SC_SERVICE_UNAVAILABLE, "Database failure");
  }

  /** Does the same with the thread held, for {@code ;mode=blocking}. */
  private void holdThread(SipServletRequest register) throws IOException, ServletParseException {
    Result identified = authenticator.authenticateBlocking(register);
    String user = (String) identified.value();
    Optional<Registration> asked = asked(register, identified.returnCode(), user);
    if (asked.isPresent()) {
      try {
        registered(register, 1, store(user, asked.get()));
      } catch (SQLException | NamingException e) {
        fail(register);
      }
    }
  }
}
