package org.sipasync.functions.ldap;

import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultListener;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sipasync.function.Result;

/**
 * Terms of a search: base, scope, filter. Immutable.
 *
 * @param outputs attributes of the first entry, by AVP; only these are fetched, or all if empty
 */
record SearchTerms(String base, Filter filter, SearchScope scope, Map<String, String> outputs) {
  SearchTerms in(SearchScope other) {
    return new SearchTerms(base, filter, other, outputs);
  }

  SearchTerms output(String attribute, String avp) {
    Map<String, String> more = new LinkedHashMap<>(outputs);
    more.put(avp, attribute);
    return new SearchTerms(base, filter, scope, Map.copyOf(more));
  }

  SearchRequest request(SearchResultListener listener, int seconds, int max) {
    SearchRequest request =
        new SearchRequest(
            listener,
            base,
            scope,
            DereferencePolicy.NEVER,
            max,
            seconds,
            false,
            filter,
            outputs.values().stream().distinct().toArray(String[]::new));
    request.setFollowReferrals(false);
    request.setResponseTimeoutMillis(0);
    return request;
  }

  /** Returns the result of at least one entry. */
  Result result(List<LdapEntry> entries) {
    Map<String, Object> values = new LinkedHashMap<>();
    outputs.forEach((avp, attribute) -> values.put(avp, entries.get(0).first(attribute)));
    return new Result(entries.size(), entries, values, null);
  }
}
