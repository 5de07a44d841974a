package org.sipasync.container.message;

import java.io.Serializable;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Locale;
import java.util.Objects;
import javax.servlet.sip.Address;
import javax.servlet.sip.Parameterable;
import javax.servlet.sip.ServletParseException;
import org.sipasync.jsr359.SessionKeepAlive;
import org.sipasync.jsr359.SipMessage2;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.HeaderType;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.NameAddr;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipMessage;

/** Headers and body of a message. Its values are live: changing them changes the message. */
public abstract sealed class MessageFacade extends MessageState implements SipMessage2, Serializable
    permits ServletRequestFacade, ResponseFacade {
  private HeaderForm form = HeaderForm.DEFAULT;
  private String charset;

  /** Null until the application asks for it. */
  private RefreshPreference keepAlive;

  MessageFacade(MessageContext context, MessageOrigin origin) {
    super(context, origin);
  }

  /** Returns the message. */
  public abstract SipMessage message();

  /** Returns true if From and To may change, except for their tags (RFC 4916). */
  abstract boolean partiesMayChange();

  /** Takes in that From or To are about to change. */
  void beforePartyChange() {}

  private HeaderName changeable(String name) {
    HeaderName header = HeaderName.of(Objects.requireNonNull(name, "name"));
    SystemHeaders.check(this, header);
    checkChangeable();
    return header;
  }

  @Override
  public String getHeader(String name) {
    return message().header(HeaderName.of(Objects.requireNonNull(name, "name")));
  }

  @Override
  public ListIterator<String> getHeaders(String name) {
    return Entries.texts(this, HeaderName.of(Objects.requireNonNull(name, "name"))).listIterator();
  }

  @Override
  public Iterator<String> getHeaderNames() {
    return message().names().stream().distinct().map(HeaderName::toString).iterator();
  }

  @Override
  public void setHeader(String name, String value) {
    message().set(changeable(name), Objects.requireNonNull(value, "value"));
  }

  @Override
  public void addHeader(String name, String value) {
    message().add(changeable(name), Objects.requireNonNull(value, "value"));
  }

  @Override
  public void removeHeader(String name) {
    message().remove(changeable(name));
  }

  @Override
  public Address getAddressHeader(String name) throws ServletParseException {
    return addresses(name).first();
  }

  @Override
  public ListIterator<Address> getAddressHeaders(String name) throws ServletParseException {
    return addresses(name).listIterator();
  }

  private Entries<Address> addresses(String name) throws ServletParseException {
    HeaderName header = HeaderName.of(Objects.requireNonNull(name, "name"));
    return Entries.addresses(this, Headers.addresses(header));
  }

  @Override
  public void setAddressHeader(String name, Address address) {
    message().set(changeable(name), AddressFacade.valueOf(address));
  }

  @Override
  public void addAddressHeader(String name, Address address, boolean first) {
    add(changeable(name), AddressFacade.valueOf(address), first);
  }

  private void add(HeaderName name, Object value, boolean first) {
    if (first) {
      message().addFirst(name, value);
    } else {
      message().add(name, value);
    }
  }

  @Override
  public Parameterable getParameterableHeader(String name) throws ServletParseException {
    return parameterables(name).first();
  }

  @Override
  public ListIterator<? extends Parameterable> getParameterableHeaders(String name)
      throws ServletParseException {
    return parameterables(name).listIterator();
  }

  private Entries<Parameterable> parameterables(String name) throws ServletParseException {
    return Entries.parameterables(this, HeaderName.of(Objects.requireNonNull(name, "name")));
  }

  @Override
  public void setParameterableHeader(String name, Parameterable value) {
    message().set(changeable(name), Objects.requireNonNull(value, "value"));
  }

  @Override
  public void addParameterableHeader(String name, Parameterable value, boolean first) {
    add(changeable(name), Objects.requireNonNull(value, "value"), first);
  }

  @Override
  public Address getFrom() {
    return party(Headers.FROM);
  }

  @Override
  public Address getTo() {
    return party(Headers.TO);
  }

  private Address party(HeaderType<NameAddr> type) {
    try {
      return Entries.addresses(this, type).first();
    } catch (ServletParseException e) {
      throw new IllegalStateException(e); // the parser has checked both
    }
  }

  @Override
  public String getCallId() {
    return message().callId();
  }

  /** Returns Expires in seconds; -1 if it is absent or malformed. */
  @Override
  public int getExpires() {
    try {
      Long seconds = message().get(Headers.EXPIRES);
      return seconds == null ? -1 : (int) Math.min(Integer.MAX_VALUE, seconds);
    } catch (ParseException e) {
      return -1;
    }
  }

  /** Sets Expires; a negative number removes it. */
  @Override
  public void setExpires(int seconds) {
    if (seconds < 0) {
      removeHeader("Expires");
    } else {
      setHeader("Expires", String.valueOf(seconds));
    }
  }

  final String declaredCharset() {
    return charset;
  }

  @Override
  public String getCharacterEncoding() {
    return charset != null ? charset : Content.charsetOf(getContentType());
  }

  final void changeCharset(String name) throws UnsupportedEncodingException {
    checkChangeable();
    Content.charset(Objects.requireNonNull(name, "charset"));
    charset = name;
    Content.declare(this, name);
  }

  @Override
  public int getContentLength() {
    return message().bodyLength();
  }

  /** Ignores the number: the container computes the header when the message leaves. */
  @Override
  public void setContentLength(int length) {
    checkChangeable();
    if (!isOutgoing()) {
      throw new IllegalStateException("Content-Length of a received message cannot change");
    }
  }

  @Override
  public String getContentType() {
    return message().header(HeaderName.CONTENT_TYPE);
  }

  @Override
  public void setContentType(String type) {
    HeaderName name = changeable("Content-Type");
    if (type == null) {
      message().remove(name);
      return;
    }
    message().set(name, type);
    if (Content.charsetOf(type) != null) {
      charset = Content.charsetOf(type);
    }
  }

  @Override
  public byte[] getRawContent() {
    return message().bodyLength() == 0 ? null : message().body();
  }

  @Override
  public Object getContent() throws UnsupportedEncodingException {
    return Content.read(this);
  }

  @Override
  public void setContent(Object content, String type) throws UnsupportedEncodingException {
    checkChangeable();
    Content.write(this, content, type);
  }

  @Override
  public Locale getAcceptLanguage() {
    List<Locale> locales = Languages.accepted(this);
    return locales.isEmpty() ? null : locales.get(0);
  }

  @Override
  public Iterator<Locale> getAcceptLanguages() {
    return Languages.accepted(this).iterator();
  }

  @Override
  public void setAcceptLanguage(Locale locale) {
    HeaderName name = changeable("Accept-Language");
    if (locale == null) {
      message().remove(name);
    } else {
      message().set(name, locale.toLanguageTag());
    }
  }

  @Override
  public void addAcceptLanguage(Locale locale) {
    addHeader("Accept-Language", Languages.leastPreferred(this, locale));
  }

  @Override
  public Locale getContentLanguage() {
    String tag = message().header(Languages.CONTENT);
    return tag == null ? null : Locale.forLanguageTag(tag.split(",", 2)[0].strip());
  }

  @Override
  public void setContentLanguage(Locale locale) {
    setHeader("Content-Language", locale.toLanguageTag());
  }

  @Override
  public HeaderForm getHeaderForm() {
    return form;
  }

  @Override
  public void setHeaderForm(HeaderForm newForm) {
    checkChangeable();
    form = Objects.requireNonNull(newForm, "form");
    boolean asWritten = form == HeaderForm.DEFAULT;
    message().form(asWritten ? SipMessage.Form.AS_WRITTEN : SipMessage.Form.valueOf(form.name()));
  }

  @Override
  public SessionKeepAlive.Preference getSessionKeepAlivePreference() {
    if (keepAlive == null) {
      keepAlive = new RefreshPreference(context().refreshTerms());
    }
    return keepAlive;
  }

  /** Terms of the session timer that the message asks for: the application's, or its servlet's. */
  public final RefreshTerms refreshTerms() {
    return keepAlive == null ? context().refreshTerms() : keepAlive.terms();
  }

  /** Returns the whole message, which may contain untrusted text. */
  @Override
  public String toString() {
    return new String(message().toBytes(), StandardCharsets.UTF_8);
  }

  /** Serialises the message instead of its session and transaction. */
  final Object writeReplace() {
    return StoredMessage.of(this);
  }
}
