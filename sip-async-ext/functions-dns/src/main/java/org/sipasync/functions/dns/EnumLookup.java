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
 * Looks up a telephone number in ENUM (RFC 6116). The value is a {@code List<URI>}: what the
 * number's rules make of it, the best first. Of several orders only the first that yields a URI
 * counts; rules that lead to further names are passed over.
 *
 * <p>Return codes as {@link Dns} has them; -2 also when no rule fits.
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
   * The same, for one service only.
   *
   * @param only such as {@code sip} for {@code E2U+sip} and {@code E2U+sip:...}; not null
   */
  public EnumLookup service(String only) {
    if (!only.matches("[A-Za-z0-9-]{1,32}")) {
      throw new IllegalArgumentException(
          "\"" + DnsNames.shown(only) + "\" is no ENUM service: letters, digits and '-' are");
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
          new UnknownHostException(number.text() + " has no rule that fits: " + refused));
    }
    return uris;
  }

  private Optional<URI> uri(Naptr naptr) {
    return EnumRule.apply(naptr.regexp(), number.text());
  }

  /** {@code E2U+service:subtype+service...}, or the other way round as in RFC 2916. */
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
