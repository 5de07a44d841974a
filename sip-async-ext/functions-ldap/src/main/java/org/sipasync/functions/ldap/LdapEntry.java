package org.sipasync.functions.ldap;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A found entry. Immutable and serialisable.
 *
 * @param dn its distinguished name
 * @param attributes values of each attribute by lower-case name
 */
public record LdapEntry(String dn, Map<String, List<String>> attributes) implements Serializable {

  /** Returns the first value of an attribute, case-insensitively; null if absent. */
  public String first(String attribute) {
    List<String> values = all(attribute);
    return values.isEmpty() ? null : values.get(0);
  }

  /** Returns all values of an attribute, case-insensitively; empty if absent. */
  public List<String> all(String attribute) {
    Objects.requireNonNull(attribute, "attribute");
    return attributes.getOrDefault(attribute.toLowerCase(Locale.ROOT), List.of());
  }
}
