package org.sipasync.container.message;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import javax.servlet.sip.Address;
import javax.servlet.sip.AuthInfo;
import javax.servlet.sip.B2buaHelper;
import javax.servlet.sip.Parameterable;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.ProxyBranch;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.TooManyHopsException;
import javax.servlet.sip.URI;
import javax.servlet.sip.ar.SipApplicationRoutingDirective;
import javax.servlet.sip.ar.SipApplicationRoutingRegion;
import org.sipasync.container.security.Credentials;
import org.sipasync.container.security.DigestClient;
import org.sipasync.container.security.Nonces;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.NameAddr;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.message.Uri;

/** SipServletRequest over a request's bytes. For the lane of its application session. */
public final class RequestFacade extends ServletRequestFacade {
  private final SipRequest message;
  private final Routing routing;
  private DigestClient digest;
  private boolean backToBack;

  /**
   * Wraps a request.
   *
   * @param origin null if it was created here
   */
  public RequestFacade(
      SipRequest message, MessageContext context, MessageOrigin origin, Routing routing) {
    super(context, origin);
    this.message = message;
    this.routing = routing;
  }

  @Override
  public SipRequest message() {
    return message;
  }

  /** Returns the request's routing. */
  public Routing routing() {
    return routing;
  }

  @Override
  void onSuspended() {
    message.freeUri();
  }

  @Override
  public String name() {
    return message.method() + " request";
  }

  /** In a dialog, too (RFC 4916), but for what follows from another request. */
  @Override
  boolean partiesMayChange() {
    return message.method() != Method.ACK && message.method() != Method.CANCEL;
  }

  /** Responses keep the parties of a received request. */
  @Override
  void beforePartyChange() {
    if (!isOutgoing()) {
      message.keepForResponses();
    }
  }

  /**
   * Also returns the Via of a request made here, before and after it is sent. Applications that set
   * its "rport" change nothing, since the container does so over UDP; nothing else can change.
   */
  @Override
  public Parameterable getParameterableHeader(String name) throws ServletParseException {
    Parameterable present = super.getParameterableHeader(name);
    boolean own = isOutgoing() && present == null && HeaderName.of(name).equals(HeaderName.VIA);
    return own ? OwnVia.of(context().via(), name()) : present;
  }

  @Override
  public String getMethod() {
    return message.method().toString();
  }

  @Override
  public URI getRequestURI() {
    try {
      RequestUriOwner owner = new RequestUriOwner();
      owner.uri = UriFacade.of(message.uri(), owner);
      return owner.uri;
    } catch (ParseException e) {
      throw new IllegalStateException("Request-URI cannot be read: " + e.reason());
    }
  }

  /** Owner of the live Request-URI, which applies its changes to the request. */
  private final class RequestUriOwner implements ValueOwner {
    private UriFacade uri;

    @Override
    public void check(Part part, String name) {
      checkChangeable();
    }

    @Override
    public void changed() {
      message.uri(uri.value());
    }
  }

  @Override
  public void setRequestURI(URI uri) {
    Uri value = UriFacade.valueOf(uri);
    checkChangeable();
    message.uri(value instanceof SipUri sip ? sip.withoutHeaders() : value);
  }

  /** Returns what a cluster needs of a received initial INVITE; null for any other request. */
  public SurvivableInvite survivable() {
    return context().survivable();
  }

  @Override
  public boolean isInitial() {
    return routing.initial();
  }

  @Override
  public int getMaxForwards() {
    try {
      return message.maxForwards();
    } catch (ParseException e) {
      return -1;
    }
  }

  @Override
  public void setMaxForwards(int hops) {
    if (hops < 0 || hops > 255) {
      throw new IllegalArgumentException("Max-Forwards " + hops + " is not between 0 and 255");
    }
    setHeader("Max-Forwards", String.valueOf(hops));
  }

  @Override
  public void pushRoute(SipURI uri) {
    pushRoute(ValueFactory.createAddress(uri, null));
  }

  /** Adds a Route before all others, always as a loose route. */
  @Override
  public void pushRoute(Address address) {
    NameAddr value = AddressFacade.valueOf(address);
    if (!(value.uri() instanceof SipUri uri)) {
      throw new IllegalArgumentException("A Route needs a sip or sips URI");
    }
    checkChangeable();
    SipUri loose = uri.loose() ? uri : uri.with("lr", null);
    NameAddr route = new NameAddr(value.displayName(), loose, value.parameters());
    message.addFirst(HeaderName.ROUTE, route);
  }

  @Override
  public void pushPath(Address address) {
    if (message.method() != Method.REGISTER) {
      throw new IllegalStateException("Path belongs to REGISTER, not to " + getMethod());
    }
    checkChangeable();
    message.addFirst(HeaderName.PATH, AddressFacade.valueOf(address));
  }

  @Override
  public Address getPoppedRoute() {
    return routing.poppedRoute() == null ? null : ValueFactory.address(routing.poppedRoute());
  }

  @Override
  public Address getInitialPoppedRoute() {
    NameAddr route = routing.chain().poppedRoute();
    return route == null ? null : ValueFactory.address(route);
  }

  @Override
  MessageOrigin initialOrigin() {
    return routing.chain().length() == 0 ? super.initialOrigin() : routing.chain().origin();
  }

  @Override
  public SipApplicationRoutingRegion getRegion() {
    return routing.region();
  }

  @Override
  public URI getSubscriberURI() {
    return routing.subscriber() == null ? null : ValueFactory.uri(routing.subscriber());
  }

  @Override
  public SipApplicationRoutingDirective getRoutingDirective() {
    if (!isInitial()) {
      throw new IllegalStateException("Only initial requests have a routing directive");
    }
    return routing.directive();
  }

  @Override
  public void setRoutingDirective(
      SipApplicationRoutingDirective directive, SipServletRequest original) {
    if (!isInitial() || !isOutgoing()) {
      throw new IllegalStateException("A routing directive is set on new initial requests only");
    }
    checkChangeable();
    boolean needsOriginal = directive != SipApplicationRoutingDirective.NEW;
    if (needsOriginal && (original == null || !original.isInitial())) {
      throw new IllegalStateException(directive + " needs the initial request it goes on with");
    }
    routing.directive(directive, needsOriginal ? ((RequestFacade) original).routing : null);
  }

  @Override
  public SipServletResponse createResponse(int status) {
    return createResponse(status, null);
  }

  @Override
  public SipServletResponse createResponse(int status, String reason) {
    checkOpen("answering");
    ResponseFacade.checkStatus(status);
    if (isOutgoing()) {
      throw new IllegalStateException(name() + " was made here and is answered by its receiver");
    }
    SipResponse response =
        reason == null ? message.response(status) : message.response(status, reason);
    context().prepare(this, response);
    return new ResponseFacade(response, this, context(), null);
  }

  /** Returns the time left to answer a received request; null if its transaction has no limit. */
  public Duration remainingLife() {
    return context().remainingLife();
  }

  /**
   * Returns true if the container has answered a received request itself, such as after a CANCEL.
   * Thread-safe.
   */
  public boolean isEnded() {
    return context().isEnded();
  }

  /** True if the application has proxied it: branches answer it. */
  public boolean isProxied() {
    return context().isProxied();
  }

  /**
   * Returns true if the request was received, has neither a final response nor a suspension, and no
   * reliable provisional response waits for its PRACK.
   */
  public boolean awaitsAnswer() {
    return !isSuspended() && context().awaitsAnswer();
  }

  @Override
  public SipServletRequest createCancel() {
    return context().createCancel(this);
  }

  @Override
  public void send() throws IOException {
    checkChangeable();
    if (!isOutgoing()) {
      throw new IllegalStateException(name() + " was received; create a request to send one");
    }
    refreshCredentials();
    context().send(this);
  }

  /** Computes credentials anew, if there are any: the request is sent once more, changed. */
  public void refreshCredentials() {
    if (digest != null) {
      digest.refresh();
    }
  }

  @Override
  public Proxy getProxy() throws TooManyHopsException {
    return getProxy(true);
  }

  @Override
  public Proxy getProxy(boolean create) throws TooManyHopsException {
    if (create) {
      checkOpen("proxying");
    }
    ProxyBranch branch = context().branch();
    if (branch != null) {
      return branch.getProxy();
    }
    if (create && backToBack) {
      throw new IllegalStateException(
          name() + " is a back-to-back user agent's, which asked for its B2buaHelper");
    }
    return context().proxy(this, create);
  }

  @Override
  public B2buaHelper getB2buaHelper() {
    B2buaHelper helper = context().b2buaHelper();
    backToBack = true;
    return helper;
  }

  @Override
  public void addAuthHeader(SipServletResponse challenge, AuthInfo info) {
    ResponseFacade response = challenge(challenge);
    Credentials credentials = (Credentials) Objects.requireNonNull(info, "info");
    digest().answer(response.message(), challenged(response), credentials, nonces(response));
  }

  @Override
  public void addAuthHeader(SipServletResponse challenge, String user, String password) {
    ResponseFacade response = challenge(challenge);
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(password, "password");
    digest().answer(response.message(), challenged(response), user, password, nonces(response));
  }

  private ResponseFacade challenge(SipServletResponse challenge) {
    ResponseFacade response = (ResponseFacade) Objects.requireNonNull(challenge, "challenge");
    checkChangeable();
    if (!isOutgoing()) {
      throw new IllegalStateException(name() + " was received; its sender authenticates it");
    }
    return response;
  }

  private DigestClient digest() {
    if (digest == null) {
      digest = new DigestClient(message);
    }
    return digest;
  }

  private static SipRequest challenged(ResponseFacade response) {
    return response.getRequest().message();
  }

  private static Nonces nonces(ResponseFacade response) {
    return response.context().nonces();
  }
}
