package org.sipasync.functions.ldap;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.sipasync.function.Operation;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.support.ConcurrencyLimit;

/**
 * One search in flight: waits for a connection, is sent, and is retried on another connection if
 * the first was lost. Ends once.
 */
final class Search implements Attempt.Owner {
  private static final int MAX_AGAIN = 2;

  private final SearchTerms terms;
  private final int maxEntries;
  private final Operation operation;
  private final ConcurrencyLimit.Permit permit;
  private final Consumer<Search> submit;
  private final CompletableFuture<Result> result = new CompletableFuture<>();

  // --- guarded by this
  private Attempt attempt;
  private boolean ended;
  private int again;

  /**
   * Describes a search.
   *
   * @param permit released once it has ended
   * @param submit submits it again, after its connection was lost
   */
  Search(
      SearchTerms terms,
      int maxEntries,
      Operation operation,
      ConcurrencyLimit.Permit permit,
      Consumer<Search> submit) {
    this.terms = terms;
    this.maxEntries = maxEntries;
    this.operation = operation;
    this.permit = permit;
    this.submit = submit;
  }

  CompletableFuture<Result> result() {
    return result;
  }

  synchronized boolean hasEnded() {
    return ended;
  }

  /** Sends the search; called on the connection's thread. */
  void send(Attempt.Slot on, LDAPConnection connection) {
    Attempt begun = new Attempt(this, terms, on, maxEntries);
    synchronized (this) {
      attempt = ended ? null : begun;
      if (ended) {
        begun.over();
        return;
      }
    }
    int seconds = (int) Math.min(3600, operation.remaining().plusMillis(999).toSeconds() + 1);
    begun.send(connection, seconds);
  }

  /** Retries a lost search on another connection; fails otherwise. */
  @Override
  public void failed(LDAPException e) {
    boolean once;
    synchronized (this) {
      once =
          e.getResultCode() == ResultCode.SERVER_DOWN
              && !ended
              && again < MAX_AGAIN
              && !operation.remaining().isZero();
      if (once) {
        again++;
      }
    }
    if (once) {
      submit.accept(this);
    } else {
      end(Result.failed(ReturnCodes.ERROR, e));
    }
  }

  @Override
  public void found(List<LdapEntry> entries) {
    end(entries.isEmpty() ? Result.failed(ReturnCodes.NOTHING_FOUND, null) : terms.result(entries));
  }

  @Override
  public void end(Result with) {
    if (isFirst()) {
      permit.release();
      result.complete(with);
    }
  }

  private synchronized boolean isFirst() {
    boolean first = !ended;
    ended = true;
    return first;
  }

  /** Aborts the search; called on the event loop, does not block. */
  void abort() {
    if (!isFirst()) {
      return;
    }
    permit.release();
    Attempt under;
    synchronized (this) {
      under = attempt;
    }
    if (under != null) {
      under.abandon();
    }
  }
}
