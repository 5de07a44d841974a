package org.sipasync.container.message;

import java.util.Objects;
import javax.servlet.sip.Address;
import javax.servlet.sip.URI;
import org.sipasync.container.message.ValueOwner.Part;
import org.sipasync.sip.message.NameAddr;
import org.sipasync.sip.message.ParseException;

/** Address: display name, URI, parameters. Its URI is live, too. */
final class AddressFacade extends ParameterableFacade implements Address {
  private String displayName;
  private UriFacade uri;

  AddressFacade(NameAddr value, ValueOwner owner) {
    super("", value.parameters(), owner);
    displayName = value.displayName();
    uri = value.star() ? null : UriFacade.of(value.uri(), owner);
  }

  /**
   * Returns the value of any implementation of the interface.
   *
   * @throws IllegalArgumentException if it is malformed
   */
  static NameAddr valueOf(Address address) {
    if (Objects.requireNonNull(address, "address") instanceof AddressFacade facade) {
      return facade.value();
    }
    try {
      return NameAddr.parse(address.toString());
    } catch (ParseException e) {
      throw new IllegalArgumentException("Malformed address: " + e.reason());
    }
  }

  NameAddr value() {
    return new NameAddr(displayName, uri == null ? null : uri.value(), parameters());
  }

  @Override
  public String getValue() {
    NameAddr value = value();
    return new NameAddr(value.displayName(), value.uri(), org.sipasync.sip.message.Parameters.NONE)
        .toString();
  }

  @Override
  public void setValue(String text) {
    try {
      NameAddr parsed = NameAddr.parse(Objects.requireNonNull(text, "value"));
      owner().check(Part.URI, null);
      displayName = parsed.displayName();
      uri = UriFacade.of(parsed.uri(), owner());
      owner().changed();
    } catch (ParseException e) {
      throw new IllegalArgumentException("Malformed address: " + e.reason());
    }
  }

  @Override
  public String getDisplayName() {
    return displayName;
  }

  @Override
  public void setDisplayName(String name) {
    if (isWildcard()) {
      throw new IllegalStateException("The wildcard address has no display name");
    }
    owner().check(Part.DISPLAY_NAME, null);
    displayName = name;
    owner().changed();
  }

  /** Returns the URI; null for the wildcard. */
  @Override
  public URI getURI() {
    return uri;
  }

  /** Sets a copy of the URI. */
  @Override
  public void setURI(URI newUri) {
    UriFacade copy = UriFacade.of(UriFacade.valueOf(newUri), owner());
    owner().check(Part.URI, null);
    uri = copy;
    owner().changed();
  }

  @Override
  public boolean isWildcard() {
    return uri == null;
  }

  /** Returns "q"; -1 if it is absent or not a number from 0 to 1. */
  @Override
  public float getQ() {
    String text = getParameter("q");
    boolean number = text != null && text.matches("[01](\\.[0-9]{0,3})?");
    float q = number ? Float.parseFloat(text) : -1;
    return q > 1 ? -1 : q;
  }

  /** Sets "q" with at most three decimals; -1 removes it. */
  @Override
  public void setQ(float q) {
    if (q != -1 && !(q >= 0 && q <= 1)) {
      throw new IllegalArgumentException("q " + q + " is not between 0 and 1");
    }
    setParameter("q", q == -1 ? null : Q.text(q));
  }

  /** Returns "expires" in seconds; -1 if it is absent or not a number. */
  @Override
  public int getExpires() {
    String text = getParameter("expires");
    boolean number = text != null && text.matches("[0-9]{1,10}");
    return number ? (int) Math.min(Integer.MAX_VALUE, Long.parseLong(text)) : -1;
  }

  /** Sets "expires"; a negative number removes it. */
  @Override
  public void setExpires(int seconds) {
    setParameter("expires", seconds < 0 ? null : String.valueOf(seconds));
  }

  @Override
  public Object clone() {
    return new AddressFacade(value(), ValueOwner.NONE);
  }

  /** Compares without display names, as the interface requires. */
  @Override
  public boolean equals(Object other) {
    return other instanceof AddressFacade that
        && Objects.equals(uri, that.uri)
        && ParameterMap.match(parameters(), that.parameters());
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(uri);
  }

  @Override
  public String toString() {
    return value().toString();
  }
}
