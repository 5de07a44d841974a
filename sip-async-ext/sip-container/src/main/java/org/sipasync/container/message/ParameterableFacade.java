package org.sipasync.container.message;

import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.servlet.sip.Parameterable;
import org.sipasync.container.message.ValueOwner.Part;
import org.sipasync.sip.message.Parameters;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.Valued;

/** Value with parameters, such as Event or Content-Type. */
class ParameterableFacade implements Parameterable {
  private final ValueOwner owner;
  private String value;
  private Parameters parameters;

  ParameterableFacade(String value, Parameters parameters, ValueOwner owner) {
    this.value = value;
    this.parameters = parameters;
    this.owner = owner;
  }

  static ParameterableFacade of(Valued valued, ValueOwner owner) {
    return new ParameterableFacade(valued.value(), valued.parameters(), owner);
  }

  final ValueOwner owner() {
    return owner;
  }

  final Parameters parameters() {
    return parameters;
  }

  @Override
  public String getValue() {
    return value;
  }

  @Override
  public void setValue(String text) {
    try {
      Valued parsed = Valued.parse(Objects.requireNonNull(text, "value"));
      if (!parsed.parameters().list().isEmpty()) {
        throw new IllegalArgumentException("Value with parameters; set them by setParameter");
      }
      owner.check(Part.VALUE, null);
      value = parsed.value();
      owner.changed();
    } catch (ParseException e) {
      throw new IllegalArgumentException("Malformed value: " + e.reason());
    }
  }

  @Override
  public String getParameter(String name) {
    return parameters.get(Objects.requireNonNull(name, "name"));
  }

  @Override
  public Iterator<String> getParameterNames() {
    return parameters.list().stream().map(Parameters.Parameter::name).iterator();
  }

  /** Returns an immutable snapshot. */
  @Override
  public Set<Map.Entry<String, String>> getParameters() {
    return ParameterMap.entries(parameters);
  }

  /** Sets a parameter, without a value if that is ""; null removes it. */
  @Override
  public void setParameter(String name, String text) {
    Parameters changed = ParameterMap.with(parameters, name, text);
    owner.check(Part.PARAMETER, name);
    parameters = changed;
    owner.changed();
  }

  @Override
  public void removeParameter(String name) {
    setParameter(name, null);
  }

  @Override
  public Object clone() {
    return new ParameterableFacade(value, parameters, ValueOwner.NONE);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ParameterableFacade that
        && getValue().equals(that.getValue())
        && ParameterMap.match(parameters, that.parameters);
  }

  @Override
  public int hashCode() {
    return getValue().hashCode();
  }

  @Override
  public String toString() {
    return getValue() + parameters;
  }
}
