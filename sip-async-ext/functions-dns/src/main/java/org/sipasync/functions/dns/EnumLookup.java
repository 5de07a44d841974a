package org.sipasync.functions.dns;

import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Operation;
import org.sipasync.function.Started;
import org.xbill.DNS.Type;

/**
 * Looks up a telephone number in ENUM (RFC 6116). The value is a {@code List<URI>}: the results of
 * the number's rules, best first. Only the first order that yields a URI counts; rules that lead to
 * further names are skipped.
 *
 * <p>Return codes as for {@link Dns}; {@link Dns#NOTHING_FOUND} also if no rule matches.
 */
public final class EnumLookup implements AsyncFunction {
  private final DnsClient client;
  private final E164 number;
  private final String zone;
  private final String service;

  EnumLookup(DnsClient client, E164 number, String zone, String service) {
    this.client = client;
    this.number = number;
    this.zone = zone;
    this.service = service;
  }

  /**
   * Returns this lookup restricted to one service.
   *
   * @param only such as {@code sip} for {@code E2U+sip} and {@code E2U+sip:...}; not null
   */
  public EnumLookup service(String only) {
    if (!only.matches("[A-Za-z0-9-]{1,32}")) {
      throw new IllegalArgumentException(
          "\""
              + DnsNames.shown(only)
              + "\" is not an ENUM service: it must consist of letters, digits and '-'");
    }
    return new EnumLookup(client, number, zone, only.toLowerCase(Locale.ROOT));
  }

  @Override
  public String name() {
    return "enum";
  }

  @Override
  public Started start(Operation operation) {
    return new RecordLookup("enum", client, number.name(zone), Type.NAPTR, this::uris)
        .start(operation);
  }

  private List<URI> uris(List<org.xbill.DNS.Record> records) {
    List<URI> uris = new ArrayList<>();
    int order = -1;
    String refused = null;
    for (Naptr naptr : Records.naptrs(records)) {
      if (!uris.isEmpty() && naptr.order() != order) {
        break;
      }
      try {
        Optional<URI> uri = isWanted(naptr) ? uri(naptr) : Optional.empty();
        if (uri.isPresent()) {
          order = naptr.order();
          uris.add(uri.get());
        }
      } catch (IllegalArgumentException unsound) {
        refused = unsound.getMessage();
      }
    }
    if (uris.isEmpty() && refused != null) {
      throw new CompletionException(
          new UnknownHostException(number.text() + " has no matching rule: " + refused));
    }
    return uris;
  }

  private Optional<URI> uri(Naptr naptr) {
    return EnumRule.apply(naptr.regexp(), number.text());
  }

  /** Matches {@code E2U+service:subtype+service...}, or the reverse order of RFC 2916. */
  private boolean isWanted(Naptr naptr) {
    List<String> parts = List.of(naptr.service().toLowerCase(Locale.ROOT).split("\\+"));
    if (!naptr.flags().equalsIgnoreCase("u") || !parts.contains("e2u")) {
      return false;
    }
    return service.isEmpty()
        || parts.stream().anyMatch(part -> part.equals(service) || part.startsWith(service + ":"));
  }

  @Override
  public String toString() {
    return "enum("
        + number.text()
        + " in "
        + zone
        + (service.isEmpty() ? "" : ", " + service)
        + ")";
  }
}
