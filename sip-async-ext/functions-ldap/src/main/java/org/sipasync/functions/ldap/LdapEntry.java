package org.sipasync.functions.ldap;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * An entry that was found. Immutable, serialisable.
 *
 * @param dn its distinguished name
 * @param attributes the values of each attribute, by its name in lower case
 */
public record LdapEntry(String dn, Map<String, List<String>> attributes) implements Serializable {

  /** The first value of an attribute, whatever the case of its name; null if it has none. */
  public String first(String attribute) {
    List<String> values = all(attribute);
    return values.isEmpty() ? null : values.get(0);
  }

  /** All values of an attribute, whatever the case of its name; perhaps none. */
  public List<String> all(String attribute) {
    Objects.requireNonNull(attribute, "attribute");
    return attributes.getOrDefault(attribute.toLowerCase(Locale.ROOT), List.of());
  }
}
