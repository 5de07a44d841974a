package org.sipasync.container.message;

import java.util.Iterator;
import java.util.Objects;
import javax.servlet.sip.SipURI;
import org.sipasync.container.message.ValueOwner.Part;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.message.Uri;

/** sip or sips URI. Getters unescape, setters escape; equality follows RFC 3261 19.1.4. */
final class SipUriFacade extends UriFacade implements SipURI {
  SipUriFacade(Uri value, ValueOwner owner) {
    super(value, owner);
  }

  private SipUri uri() {
    return (SipUri) value();
  }

  @Override
  public boolean isSipURI() {
    return true;
  }

  @Override
  public SipURI clone() {
    return new SipUriFacade(value(), ValueOwner.NONE);
  }

  @Override
  public boolean isSecure() {
    return uri().secure();
  }

  @Override
  public void setSecure(boolean secure) {
    change(Part.URI, null, uri().withSecure(secure));
  }

  @Override
  public String getUser() {
    return uri().user();
  }

  @Override
  public void setUser(String user) {
    change(Part.USER, null, uri().withUser(user));
  }

  @Override
  public String getUserPassword() {
    return uri().password();
  }

  @Override
  public void setUserPassword(String password) {
    if (uri().user() == null && password != null) {
      throw new IllegalStateException("A URI without user has no password; set the user first");
    }
    change(Part.USER, null, uri().withPassword(password));
  }

  @Override
  public String getHost() {
    return uri().host();
  }

  @Override
  public void setHost(String host) {
    Objects.requireNonNull(host, "host");
    change(Part.URI, null, uri().withHost(ValueFactory.bracketed(host), uri().port()));
  }

  @Override
  public int getPort() {
    return uri().port();
  }

  /** Removes the port if it is negative. */
  @Override
  public void setPort(int port) {
    change(Part.URI, null, uri().withHost(uri().host(), Math.max(port, -1)));
  }

  @Override
  public String getParameter(String name) {
    return uri().parameter(Objects.requireNonNull(name, "name"));
  }

  @Override
  public Iterator<String> getParameterNames() {
    return java.util.List.copyOf(uri().parameters().keySet()).iterator();
  }

  /** Sets a parameter, without a value if that is "". */
  @Override
  public void setParameter(String name, String text) {
    set(name, Objects.requireNonNull(text, "value"));
  }

  /** Sets a parameter; null removes it. */
  private void set(String name, String text) {
    Objects.requireNonNull(name, "name");
    SipUri changed =
        text == null ? uri().without(name) : uri().with(name, text.isEmpty() ? null : text);
    change(Part.URI_PARAMETER, name, changed);
  }

  @Override
  public void removeParameter(String name) {
    set(name, null);
  }

  @Override
  public String getHeader(String name) {
    return uri().header(Objects.requireNonNull(name, "name"));
  }

  @Override
  public Iterator<String> getHeaderNames() {
    return uri().headerNames().iterator();
  }

  @Override
  public void setHeader(String name, String text) {
    Objects.requireNonNull(name, "name");
    change(Part.URI, null, uri().withHeader(name, text));
  }

  @Override
  public void removeHeader(String name) {
    setHeader(name, null);
  }

  @Override
  public boolean getLrParam() {
    return uri().loose();
  }

  @Override
  public void setLrParam(boolean flag) {
    set("lr", flag ? "" : null);
  }

  @Override
  public String getMAddrParam() {
    return getParameter("maddr");
  }

  @Override
  public void setMAddrParam(String address) {
    set("maddr", address);
  }

  @Override
  public String getMethodParam() {
    return getParameter("method");
  }

  @Override
  public void setMethodParam(String method) {
    set("method", method);
  }

  @Override
  public String getTransportParam() {
    return getParameter("transport");
  }

  @Override
  public void setTransportParam(String transport) {
    set("transport", transport);
  }

  /** Returns "ttl"; -1 if it is absent or not a number from 0 to 255. */
  @Override
  public int getTTLParam() {
    String text = getParameter("ttl");
    boolean number = text != null && text.matches("[0-9]{1,3}");
    return number && Integer.parseInt(text) <= 255 ? Integer.parseInt(text) : -1;
  }

  @Override
  public void setTTLParam(int ttl) {
    if (ttl > 255) {
      throw new IllegalArgumentException("ttl " + ttl + " is above 255");
    }
    set("ttl", ttl < 0 ? null : String.valueOf(ttl));
  }

  @Override
  public String getUserParam() {
    return getParameter("user");
  }

  @Override
  public void setUserParam(String user) {
    set("user", user);
  }
}
