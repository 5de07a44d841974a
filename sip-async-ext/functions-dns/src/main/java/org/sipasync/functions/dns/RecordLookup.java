package org.sipasync.functions.dns;

import java.util.List;
import java.util.function.Function;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Operation;
import org.sipasync.function.Started;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * Looks up the records of a name.
 *
 * @param values converts them to typed values
 */
record RecordLookup(
    String name, DnsClient client, Name host, int type, Function<List<Record>, List<?>> values)
    implements AsyncFunction {

  @Override
  public Started start(Operation operation) {
    Lookup lookup = client.lookup(host, type);
    return new Started.OnCompletion(
        lookup
            .records()
            .thenApply(values)
            .handle((found, failure) -> DnsFailures.result(host, found, failure)),
        lookup::abort);
  }

  @Override
  public String toString() {
    return name + "(" + DnsNames.text(host) + ")";
  }
}
