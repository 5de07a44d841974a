package org.sipasync.sip.message;

import java.util.List;

/** Method of a request. Case-sensitive; unknown methods are kept as they are. */
public final class Method {
  public static final Method INVITE = new Method("INVITE");
  public static final Method ACK = new Method("ACK");
  public static final Method BYE = new Method("BYE");
  public static final Method CANCEL = new Method("CANCEL");
  public static final Method OPTIONS = new Method("OPTIONS");
  public static final Method REGISTER = new Method("REGISTER");
  public static final Method PRACK = new Method("PRACK");
  public static final Method UPDATE = new Method("UPDATE");
  public static final Method INFO = new Method("INFO");
  public static final Method SUBSCRIBE = new Method("SUBSCRIBE");
  public static final Method NOTIFY = new Method("NOTIFY");
  public static final Method MESSAGE = new Method("MESSAGE");
  public static final Method REFER = new Method("REFER");
  public static final Method PUBLISH = new Method("PUBLISH");

  private static final Method[] KNOWN = {
    INVITE, ACK, BYE, CANCEL, OPTIONS, REGISTER, PRACK, UPDATE, INFO, SUBSCRIBE, NOTIFY, MESSAGE,
    REFER, PUBLISH
  };

  private final String name;

  private Method(String name) {
    this.name = name;
  }

  /**
   * Returns the method with a name.
   *
   * @throws IllegalArgumentException if the name is not a token
   */
  public static Method of(String name) {
    for (Method method : KNOWN) if (method.name.equals(name)) return method;
    if (!Ascii.isToken(name)) throw new IllegalArgumentException("Method is no token");
    return new Method(name);
  }

  static Method of(byte[] data, int from, int to) {
    for (Method method : KNOWN) if (method.isAt(data, from, to)) return method;
    return new Method(Ascii.text(data, from, to));
  }

  boolean isAt(byte[] data, int from, int to) {
    if (to - from != name.length()) return false;
    for (int i = from; i < to; i++) if (data[i] != name.charAt(i - from)) return false;
    return true;
  }

  /** Returns the known methods. */
  public static List<Method> values() {
    return List.of(KNOWN);
  }

  /** Returns true for one of this class's constants. */
  public boolean known() {
    for (Method method : KNOWN) if (method == this) return true;
    return false;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Method that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
