package org.sipasync.container.message;

import java.util.Collections;
import java.util.Iterator;
import java.util.Objects;
import javax.servlet.sip.URI;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.message.TelUri;
import org.sipasync.sip.message.Uri;

/**
 * URI of any scheme: a mutable reference to an immutable value. This class itself represents URIs
 * of unknown schemes, which have no parameters.
 */
class UriFacade implements URI {
  private Uri value;
  private final ValueOwner owner;

  UriFacade(Uri value, ValueOwner owner) {
    this.value = value;
    this.owner = owner;
  }

  static UriFacade of(Uri value, ValueOwner owner) {
    if (value instanceof SipUri) {
      return new SipUriFacade(value, owner);
    }
    return value instanceof TelUri ? new TelUrlFacade(value, owner) : new UriFacade(value, owner);
  }

  /**
   * Returns the value of any implementation of the interface.
   *
   * @throws IllegalArgumentException if it is malformed
   */
  static Uri valueOf(URI uri) {
    if (Objects.requireNonNull(uri, "URI") instanceof UriFacade facade) {
      return facade.value;
    }
    try {
      return Uri.parse(uri.toString());
    } catch (ParseException e) {
      throw new IllegalArgumentException(
          "URI of class " + uri.getClass().getName() + ": " + e.reason());
    }
  }

  Uri value() {
    return value;
  }

  final void change(ValueOwner.Part part, String name, Uri changed) {
    owner.check(part, name);
    value = changed;
    owner.changed();
  }

  @Override
  public String getScheme() {
    return value.scheme();
  }

  @Override
  public boolean isSipURI() {
    return false;
  }

  @Override
  public String getParameter(String name) {
    Objects.requireNonNull(name, "name");
    return null;
  }

  @Override
  public Iterator<String> getParameterNames() {
    return Collections.emptyIterator();
  }

  @Override
  public void setParameter(String name, String text) {
    throw new UnsupportedOperationException(
        "Parameters of " + getScheme() + " URIs are unknown; create the URI from its whole text");
  }

  @Override
  public void removeParameter(String name) {
    Objects.requireNonNull(name, "name");
  }

  @Override
  public URI clone() {
    return of(value, ValueOwner.NONE);
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof UriFacade that && value.equals(that.value);
  }

  @Override
  public final int hashCode() {
    return value.hashCode();
  }

  @Override
  public final String toString() {
    return value.toString();
  }
}
