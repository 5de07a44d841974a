package org.sipasync.functions.dns;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.xbill.DNS.Cache;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.lookup.LookupSession;

/**
 * One lookup in flight. dnsjava's session checks the cache, follows aliases and drops unsolicited
 * records; its queries come back here.
 */
final class Lookup implements Resolver {
  private static final int MAX_ALIASES = 8;

  /** The client's side of a lookup. */
  interface Owner {
    /** Enqueues a task for the loop thread; throws RejectedExecutionException once closed. */
    void execute(Runnable task);

    /** Returns the cache; null if caching is disabled. */
    Cache cache();

    /** Queries the servers; called on the loop thread. */
    ServerQuery ask(Record record) throws IOException;

    /** Removes an ended lookup, before its result. */
    void ended(Lookup lookup);
  }

  private final Owner client;
  private final Name name;
  private final int type;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final CompletableFuture<List<Record>> records = new CompletableFuture<>();

  /** The current query; confined to the loop thread. */
  private ServerQuery asked;

  Lookup(Owner client, Name name, int type) {
    this.client = client;
    this.name = name;
    this.type = type;
  }

  /** Returns a future that completes with the records, possibly none, on the loop thread. */
  CompletableFuture<List<Record>> records() {
    return records;
  }

  /** Starts the lookup; called on the loop thread. */
  void begin() {
    if (ended.get()) {
      return;
    }
    try {
      session()
          .lookupAsync(name, type)
          .whenComplete(
              (result, failure) -> {
                if (failure != null) {
                  fail(failure);
                } else if (end()) {
                  records.complete(result.getRecords());
                }
              });
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private LookupSession session() {
    LookupSession.LookupSessionBuilder builder =
        LookupSession.builder().resolver(this).maxRedirects(MAX_ALIASES).executor(client::execute);
    if (client.cache() != null) {
      builder.cache(client.cache());
    }
    return builder.build();
  }

  void fail(Throwable why) {
    if (end()) {
      records.completeExceptionally(org.sipasync.support.Failures.unwrap(why));
    }
  }

  /** Ends the lookup and releases its place; true the first time. */
  private boolean end() {
    boolean first = ended.compareAndSet(false, true);
    if (first) {
      client.ended(this);
    }
    return first;
  }

  /** Aborts the lookup if it has not ended. Thread-safe; does not block. */
  void abort() {
    if (end()) {
      records.completeExceptionally(new CancellationException("the lookup was aborted"));
      try {
        client.execute(this::leave);
      } catch (RejectedExecutionException closed) {
        // nothing is open then
      }
    }
  }

  private void leave() {
    if (asked != null && !asked.answer().isDone()) {
      asked.leave();
    }
  }

  @Override
  public CompletionStage<Message> sendAsync(Message query, Executor executor) {
    if (ended.get()) {
      return CompletableFuture.failedFuture(new CancellationException("the lookup was aborted"));
    }
    try {
      asked = client.ask(query.getQuestion());
      return asked.answer().thenApply(Message::clone);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  // --- dnsjava's interface; never called

  @Override
  public void setPort(int port) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setTCP(boolean flag) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setIgnoreTruncation(boolean flag) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setEDNS(int version, int payloadSize, int flags, List<EDNSOption> options) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setTSIGKey(TSIG key) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setTimeout(Duration timeout) {
    throw new UnsupportedOperationException();
  }
}
