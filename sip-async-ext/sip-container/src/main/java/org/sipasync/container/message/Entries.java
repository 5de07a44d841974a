package org.sipasync.container.message;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import javax.servlet.sip.Address;
import javax.servlet.sip.Parameterable;
import javax.servlet.sip.ServletParseException;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.HeaderType;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.NameAddr;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipMessage;
import org.sipasync.sip.message.Valued;

/**
 * Live entries of one header: changes of the list and of its entries change the message. After
 * another change of the header, the entries are no longer part of it.
 */
final class Entries<T> extends AbstractList<T> implements ValueOwner {
  private final MessageFacade message;
  private final HeaderName name;
  private final BiFunction<T, ValueOwner, T> copier;
  private final List<T> values = new ArrayList<>(2);
  private List<String> written;

  private Entries(MessageFacade message, HeaderName name, BiFunction<T, ValueOwner, T> copier) {
    this.message = message;
    this.name = name;
    this.copier = copier;
    this.written = message.message().headers(name);
  }

  static Entries<String> texts(MessageFacade message, HeaderName name) {
    Entries<String> texts = new Entries<>(message, name, (text, owner) -> text);
    texts.values.addAll(texts.written);
    return texts;
  }

  static Entries<Address> addresses(MessageFacade message, HeaderType<NameAddr> type)
      throws ServletParseException {
    Entries<Address> addresses =
        new Entries<>(
            message, type.name(), (a, owner) -> new AddressFacade(AddressFacade.valueOf(a), owner));
    for (NameAddr value : read(message, type)) {
      addresses.values.add(new AddressFacade(value, addresses));
    }
    return addresses;
  }

  static Entries<Parameterable> parameterables(MessageFacade message, HeaderName name)
      throws ServletParseException {
    Entries<Parameterable> entries =
        new Entries<>(message, name, (p, owner) -> ParameterableFacade.of(valueOf(p), owner));
    for (Valued value : read(message, Headers.valued(name))) {
      entries.values.add(ParameterableFacade.of(value, entries));
    }
    return entries;
  }

  private static Valued valueOf(Parameterable value) {
    try {
      return Valued.parse(value.toString());
    } catch (ParseException e) {
      throw new IllegalArgumentException("Malformed value: " + e.reason());
    }
  }

  private static <V> List<V> read(MessageFacade message, HeaderType<V> type)
      throws ServletParseException {
    try {
      return message.message().list(type);
    } catch (ParseException e) {
      throw new ServletParseException(
          type.name() + " of " + message.name() + " cannot be read: " + e.reason());
    }
  }

  /** Returns the first entry; null if there is none. */
  T first() {
    return values.isEmpty() ? null : values.get(0);
  }

  @Override
  public T get(int index) {
    return values.get(index);
  }

  @Override
  public int size() {
    return values.size();
  }

  @Override
  public T set(int index, T value) {
    checkList();
    T old = values.set(index, copier.apply(value, this));
    write();
    return old;
  }

  @Override
  public void add(int index, T value) {
    checkList();
    values.add(index, copier.apply(value, this));
    write();
  }

  @Override
  public T remove(int index) {
    checkList();
    T old = values.remove(index);
    write();
    return old;
  }

  private void checkList() {
    SystemHeaders.checkIterated(message, name);
    message.checkChangeable();
  }

  @Override
  public void check(Part part, String parameter) {
    SystemHeaders.checkPart(message, name, part, parameter);
    message.checkChangeable();
    if (name.equals(HeaderName.FROM) || name.equals(HeaderName.TO)) {
      message.beforePartyChange();
    }
  }

  @Override
  public void changed() {
    write();
  }

  private void write() {
    SipMessage target = message.message();
    if (!target.headers(name).equals(written)) {
      return;
    }
    if (values.isEmpty()) {
      target.remove(name);
    }
    for (int i = 0; i < values.size(); i++) {
      if (i == 0) {
        target.set(name, values.get(i));
      } else {
        target.add(name, values.get(i));
      }
    }
    written = target.headers(name);
  }
}
