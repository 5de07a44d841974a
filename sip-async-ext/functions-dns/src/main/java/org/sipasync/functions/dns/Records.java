package org.sipasync.functions.dns;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.NAPTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;

/** Converts dnsjava's records to ours. */
final class Records {
  private Records() {}

  static List<InetAddress> addresses(List<Record> records) {
    return records.stream().map(Records::address).toList();
  }

  private static InetAddress address(Record record) {
    return record instanceof ARecord a ? a.getAddress() : ((AAAARecord) record).getAddress();
  }

  /** Returns the servers of a service; without the target "." (service not offered). */
  static List<Srv> srvs(List<Record> records) {
    return allSrvs(records).stream().filter(srv -> !srv.target().isEmpty()).toList();
  }

  /** Returns all SRV records in the order to try them; the target "." is empty. */
  static List<Srv> allSrvs(List<Record> records) {
    List<Srv> received =
        of(
            records,
            SRVRecord.class,
            srv ->
                new Srv(
                    srv.getPriority(),
                    srv.getWeight(),
                    srv.getPort(),
                    DnsNames.text(srv.getTarget())));
    return SrvOrder.of(received, ThreadLocalRandom.current());
  }

  static List<Naptr> naptrs(List<Record> records) {
    return of(
            records,
            NAPTRRecord.class,
            naptr ->
                new Naptr(
                    naptr.getOrder(),
                    naptr.getPreference(),
                    naptr.getFlags(),
                    naptr.getService(false),
                    naptr.getRegexp(false),
                    DnsNames.text(naptr.getReplacement())))
        .stream()
        .sorted(Comparator.comparingInt(Naptr::order).thenComparingInt(Naptr::preference))
        .toList();
  }

  private static <R extends Record, T> List<T> of(
      List<Record> records, Class<R> type, Function<R, T> translated) {
    return records.stream().filter(type::isInstance).map(type::cast).map(translated).toList();
  }
}
