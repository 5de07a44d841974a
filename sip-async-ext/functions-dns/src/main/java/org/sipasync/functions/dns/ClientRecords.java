package org.sipasync.functions.dns;

import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Records by lookups of a client. */
record ClientRecords(DnsClient client) implements RecordResolver {
  @Override
  public CompletionStage<List<Srv>> srv(String name) {
    return find(name, Type.SRV, Records::allSrvs);
  }

  @Override
  public CompletionStage<List<Naptr>> naptr(String name) {
    return find(name, Type.NAPTR, Records::naptrs);
  }

  private <T> CompletionStage<List<T>> find(
      String text, int type, Function<List<Record>, List<T>> values) {
    Name name;
    try {
      name = DnsNames.name(text);
    } catch (IllegalArgumentException bad) {
      return CompletableFuture.failedFuture(bad);
    }
    Lookup lookup = client.lookup(name, type);
    CompletableFuture<List<T>> found = new CompletableFuture<>();
    found.whenComplete((records, failure) -> lookup.abort());
    lookup
        .records()
        .thenApply(values)
        .whenComplete((records, failure) -> complete(found, name, records, failure));
    return found;
  }

  private static <T> void complete(
      CompletableFuture<List<T>> found, Name name, List<T> records, Throwable failure) {
    Throwable cause = failure == null ? null : DnsFailures.translated(name, failure);
    if (cause == null) {
      found.complete(records);
    } else if (cause instanceof UnknownHostException) {
      found.complete(List.of());
    } else {
      found.completeExceptionally(cause);
    }
  }
}
