package org.sipasync.functions.ldap;

import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Operation;
import org.sipasync.function.ReturnCodes;
import org.sipasync.function.Started;

/**
 * One search. Immutable. Not serialisable, because it references its {@link Ldap}.
 *
 * @see Ldap#search
 */
public final class LdapSearch implements AsyncFunction {
  private final LdapClient client;
  private final SearchTerms terms;

  private LdapSearch(LdapClient client, SearchTerms terms) {
    this.client = client;
    this.terms = terms;
  }

  static LdapSearch of(LdapClient client, String base, String filter, Object... values) {
    Objects.requireNonNull(base, "base");
    Objects.requireNonNull(filter, "filter");
    int inBase = (int) base.chars().filter(c -> c == '?').count();
    int inFilter = (int) filter.chars().filter(c -> c == '?').count();
    if (inBase + inFilter != values.length) {
      throw new IllegalArgumentException(
          "base and filter have %d question marks, but there are %d values"
              .formatted(inBase + inFilter, values.length));
    }
    List<Object> all = List.of(values);
    String bound = bind("base", base, all.subList(0, inBase), LdapSearch::inDn);
    String asked = bind("filter", filter, all.subList(inBase, all.size()), Filter::encodeValue);
    try {
      return new LdapSearch(
          client,
          new SearchTerms(
              new DN(bound).toString(), Filter.create(asked), SearchScope.SUB, Map.of()));
    } catch (LDAPException e) {
      throw new IllegalArgumentException(
          "base \"%s\" or filter \"%s\" is invalid: %s".formatted(base, filter, e.getMessage()), e);
    }
  }

  private interface Escape {
    String apply(String value);
  }

  private static String bind(String where, String template, List<Object> values, Escape escape) {
    StringBuilder bound = new StringBuilder();
    int next = 0;
    for (int i = 0; i < template.length(); i++) {
      char c = template.charAt(i);
      if (c != '?') {
        bound.append(c);
        continue;
      }
      if (!isValuePlace(template, i)) {
        throw new IllegalArgumentException(
            "a ? in the "
                + where
                + " \""
                + template
                + "\" is not in the place of an attribute value");
      }
      bound.append(escape.apply(values.get(next++).toString()));
    }
    return bound.toString();
  }

  /** Returns true after an equals sign of the same pair. */
  private static boolean isValuePlace(String template, int at) {
    for (int i = at - 1; i >= 0; i--) {
      char c = template.charAt(i);
      if (c == '=') {
        return true;
      }
      if (c == '(' || c == ',' || c == ')') {
        return false;
      }
    }
    return false;
  }

  private static String inDn(String value) {
    return new RDN("x", value).toString().substring("x=".length());
  }

  /** Restricts the search to the base itself. */
  public LdapSearch base() {
    return new LdapSearch(client, terms.in(SearchScope.BASE));
  }

  /** Restricts the search to entries directly below the base. */
  public LdapSearch oneLevel() {
    return new LdapSearch(client, terms.in(SearchScope.ONE));
  }

  /**
   * Stores the first value of the first entry's attribute in an AVP; null if absent. Only
   * attributes named here are fetched, or all if none is.
   */
  public LdapSearch attribute(String attribute, String avp) {
    Objects.requireNonNull(avp, "avp");
    if (!attribute.matches("[A-Za-z0-9][A-Za-z0-9.;-]*")) {
      throw new IllegalArgumentException("invalid attribute name: " + attribute);
    }
    return new LdapSearch(client, terms.output(attribute, avp));
  }

  @Override
  public String name() {
    return "ldap_search";
  }

  @Override
  public Started start(Operation operation) {
    Search search;
    try {
      search = client.begin(terms, operation);
    } catch (RejectedExecutionException full) {
      return new Started.NotStarted(ReturnCodes.SHED, full);
    }
    return new Started.OnCompletion(search.result(), search::abort);
  }

  /** Omits the filter's values, which may be secrets. */
  @Override
  public String toString() {
    return "ldap_search(" + terms.base() + ")";
  }
}
