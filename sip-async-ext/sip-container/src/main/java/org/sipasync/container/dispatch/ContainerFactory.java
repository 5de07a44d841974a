package org.sipasync.container.dispatch;

import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.servlet.sip.Address;
import javax.servlet.sip.AuthInfo;
import javax.servlet.sip.Parameterable;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.TooManyHopsException;
import javax.servlet.sip.URI;
import org.sipasync.container.b2bua.NewLeg;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.message.ValueFactory;
import org.sipasync.container.security.Credentials;
import org.sipasync.container.session.AppSession;
import org.sipasync.container.session.Application;
import org.sipasync.container.session.Dialog;
import org.sipasync.container.session.DialogSession;
import org.sipasync.container.session.Sessions;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.NameAddr;

/** SipFactory of one application. */
public final class ContainerFactory implements SipFactory {
  private final Supplier<Application> application;
  private final Services services;
  private final Function<String, UserAgentCore> cores;

  /**
   * Creates a factory, perhaps before its application is complete.
   *
   * @param application asked when a session is made
   * @param cores core of the loop that a Call-ID belongs to
   */
  public ContainerFactory(
      Supplier<Application> application, Services services, Function<String, UserAgentCore> cores) {
    this.application = application;
    this.services = services;
    this.cores = cores;
  }

  @Override
  public SipServletRequest createRequest(
      SipApplicationSession session, String method, Address from, Address to) {
    if (method.equals("ACK") || method.equals("CANCEL")) {
      throw new IllegalArgumentException(method + " is no request to begin with");
    }
    Sessions sessions = services.sessions();
    AppSession owner = (AppSession) Objects.requireNonNull(session, "application session");
    String callId = sessions.newId();
    NameAddr caller = withoutTag(ValueFactory.value(from)).with("tag", sessions.newId());
    Dialog dialog = Dialog.asUac(callId, caller, withoutTag(ValueFactory.value(to)));
    Wire wire = cores.apply(callId).wire();
    DialogSession made =
        sessions.create(owner, dialog, created -> new SessionAgent(created, services, wire));
    return SessionAgent.of(made).uac().createRequest(Method.of(method));
  }

  private static NameAddr withoutTag(NameAddr value) {
    if (value.star()) {
      throw new IllegalArgumentException("The wildcard address is no party of a request");
    }
    return new NameAddr(value.displayName(), value.uri(), value.parameters().without("tag"));
  }

  @Override
  public SipServletRequest createRequest(
      SipApplicationSession session, String method, String from, String to)
      throws ServletParseException {
    return createRequest(session, method, createAddress(from), createAddress(to));
  }

  @Override
  public SipServletRequest createRequest(
      SipApplicationSession session, String method, URI from, URI to) {
    return createRequest(session, method, createAddress(from), createAddress(to));
  }

  @Override
  public SipServletRequest createRequest(SipServletRequest original, boolean sameCallId) {
    RequestFacade first = (RequestFacade) Objects.requireNonNull(original, "original request");
    NewLeg leg = NewLeg.of(first);
    try {
      return (sameCallId ? leg.sameCallId() : leg).create();
    } catch (TooManyHopsException e) {
      throw new IllegalStateException(e.getMessage());
    }
  }

  @Override
  public SipApplicationSession createApplicationSession() {
    return services.sessions().create(application.get());
  }

  @Override
  public SipApplicationSession createApplicationSessionByKey(String key) {
    return services.sessions().createByKey(application.get(), key);
  }

  @Override
  public AuthInfo createAuthInfo() {
    return new Credentials();
  }

  @Override
  public Address createAddress(String address) throws ServletParseException {
    return ValueFactory.createAddress(address);
  }

  @Override
  public Address createAddress(URI uri) {
    return ValueFactory.createAddress(uri, null);
  }

  @Override
  public Address createAddress(URI uri, String displayName) {
    return ValueFactory.createAddress(uri, displayName);
  }

  @Override
  public Parameterable createParameterable(String value) throws ServletParseException {
    return ValueFactory.createParameterable(value);
  }

  @Override
  public SipURI createSipURI(String user, String host) {
    return ValueFactory.createSipURI(user, host);
  }

  @Override
  public URI createURI(String uri) throws ServletParseException {
    return ValueFactory.createURI(uri);
  }
}
