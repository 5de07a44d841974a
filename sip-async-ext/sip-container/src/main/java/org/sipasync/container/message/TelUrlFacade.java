package org.sipasync.container.message;

import java.util.Iterator;
import java.util.Objects;
import javax.servlet.sip.TelURL;
import org.sipasync.container.message.ValueOwner.Part;
import org.sipasync.sip.message.Parameters;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.TelUri;
import org.sipasync.sip.message.Uri;

/** tel URI (RFC 3966). */
final class TelUrlFacade extends UriFacade implements TelURL {
  private static final String CONTEXT = "phone-context";

  TelUrlFacade(Uri value, ValueOwner owner) {
    super(value, owner);
  }

  private TelUri uri() {
    return (TelUri) value();
  }

  private void change(Part part, String name, String number, Parameters parameters) {
    try {
      change(part, name, Uri.parse("tel:" + number + parameters));
    } catch (ParseException e) {
      throw new IllegalArgumentException("tel URI with number or parameter of bad syntax");
    }
  }

  @Override
  public TelURL clone() {
    return new TelUrlFacade(value(), ValueOwner.NONE);
  }

  @Override
  public boolean isGlobal() {
    return uri().global();
  }

  /** Returns the number without the leading '+'. */
  @Override
  public String getPhoneNumber() {
    return uri().global() ? uri().number().substring(1) : uri().number();
  }

  @Override
  public void setPhoneNumber(String number) {
    if (!number.startsWith("+")) {
      throw new IllegalArgumentException(
          "A local number needs a context: setPhoneNumber(number, context)");
    }
    change(Part.USER, null, number, uri().parameters().without(CONTEXT));
  }

  @Override
  public void setPhoneNumber(String number, String context) {
    Objects.requireNonNull(context, "context");
    if (number.startsWith("+")) {
      throw new IllegalArgumentException("A global number has no context");
    }
    change(Part.USER, null, number, uri().parameters().with(CONTEXT, context));
  }

  @Override
  public String getPhoneContext() {
    return uri().parameters().get(CONTEXT);
  }

  @Override
  public String getParameter(String name) {
    return uri().parameters().get(Objects.requireNonNull(name, "name"));
  }

  @Override
  public Iterator<String> getParameterNames() {
    return uri().parameters().list().stream().map(Parameters.Parameter::name).iterator();
  }

  /** Sets a parameter, without a value if that is "". */
  @Override
  public void setParameter(String name, String text) {
    set(name, Objects.requireNonNull(text, "value"));
  }

  private void set(String name, String text) {
    Parameters changed = ParameterMap.with(uri().parameters(), name, text);
    change(Part.URI_PARAMETER, name, uri().number(), changed);
  }

  @Override
  public void removeParameter(String name) {
    set(name, null);
  }
}
