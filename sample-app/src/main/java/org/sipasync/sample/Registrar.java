package org.sipasync.sample;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.ListIterator;
import java.util.Locale;
import java.util.Optional;
import javax.naming.NamingException;
import javax.servlet.sip.Address;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import org.sipasync.Avp;
import org.sipasync.BlockingFunction;
import org.sipasync.ResumeRoute;
import org.sipasync.ReturnCode;
import org.sipasync.SipAsync;
import org.sipasync.function.Result;
import org.sipasync.jsr359.SipSession2;
import org.sipasync.sample.registrar.Binding;
import org.sipasync.sample.registrar.BindingStore;
import org.sipasync.sample.registrar.Gruu;
import org.sipasync.sample.registrar.Outcome;
import org.sipasync.sample.registrar.Reach;
import org.sipasync.sample.registrar.RefusedException;
import org.sipasync.sample.registrar.Registration;
import org.sipasync.sample.registrar.TemporaryGruus;

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
  private static final String FORGET = "forget";

  /** RFC 5626, 3327 and 5627. */
  private static final List<String> SUPPORTED = List.of("outbound", "path", "gruu");

  /** Seconds between a phone's keep-alives; connections live for longer without (RFC 5626 4.4). */
  private static final String FLOW_TIMER = "120";

  /** RFC 3261, 20.17. */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

  @Inject SipAsync async;
  @Inject Authenticator authenticator;
  @Inject Database database;
  @Inject Contacts contacts;
  @Inject SipFactory factory;
  @Inject TemporaryGruus gruus;

  void handle(SipServletRequest register) throws IOException, ServletParseException {
    List<String> unknown = new ArrayList<>(Registration.tokens(register, "Require"));
    unknown.removeAll(SUPPORTED);
    if (!unknown.isEmpty()) { // RFC 3261, 10.3, 2
      SipServletResponse bad = register.createResponse(SipServletResponse.SC_BAD_EXTENSION);
      bad.setHeader("Unsupported", String.join(", ", unknown));
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

  /** Removes the bindings of a flow that has failed, asynchronously. */
  void forget(String token) {
    async.launch(async.function(FORGET, token)).start();
  }

  /** Removes the bindings of a flow. */
  @BlockingFunction(FORGET)
  void remove(String token) throws SQLException, NamingException {
    BindingStore store = new BindingStore(System::currentTimeMillis, contacts::areSame);
    try (Connection connection = database.dataSource().getConnection()) {
      store.lost(connection, token);
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
        addReach(register, binding, contact);
        ok.addAddressHeader("Contact", contact, false);
      }
      addFlow(register, ok);
      ok.setHeader("Date", DATE.format(ZonedDateTime.now(ZoneOffset.UTC)));
      Answer.send(ok);
    }
  }

  /** Names the instance, its flow and, if the phone wants them, its GRUUs (RFC 5627 5.4). */
  private void addReach(SipServletRequest register, Binding binding, Address contact) {
    Reach reach = binding.reach();
    if (reach.instance() == null) {
      return;
    }
    contact.setParameter("+sip.instance", "\"<" + reach.instance() + ">\"");
    if (reach.regId() > 0) {
      contact.setParameter("reg-id", Integer.toString(reach.regId()));
    }
    if (Registration.tokens(register, "Supported").contains("gruu")) {
      Address record = register.getTo();
      String temporary = gruus.uri(record, contacts.owner(register), binding);
      contact.setParameter("pub-gruu", "\"" + Gruu.publicUri(record, reach.instance()) + "\"");
      contact.setParameter("temp-gruu", "\"" + temporary + "\"");
    }
  }

  /** Tells a phone with a flow that its requests come by it, and where its own are to go. */
  private static void addFlow(SipServletRequest register, SipServletResponse ok)
      throws ServletParseException {
    ListIterator<String> path = register.getHeaders("Path");
    while (path.hasNext()) {
      ok.addHeader("Path", path.next()); // RFC 3327 5.3
    }
    ListIterator<Address> contacts = register.getAddressHeaders("Contact");
    Address contact = contacts.hasNext() ? contacts.next() : null;
    boolean isByFlow =
        contact != null
            && contact.getParameter("reg-id") != null
            && Registration.tokens(register, "Supported").contains("outbound");
    if (isByFlow) {
      ok.addHeader("Require", "outbound");
      ok.setHeader("Flow-Timer", FLOW_TIMER);
      SipURI here = SipSession2.of(register.getSession()).getFlow().getLocalURI();
      here.setLrParam(true);
      ok.setHeader("Service-Route", "<" + here + ">"); // RFC 3608
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
