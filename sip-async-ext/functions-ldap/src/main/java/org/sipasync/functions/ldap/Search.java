package org.sipasync.functions.ldap;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.sipasync.function.Operation;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.support.ConcurrencyLimit;

/**
 * One search in flight: waits for a connection, is sent, and is retried on another connection if
 * the first was lost. Ends once.
 */
final class Search {
  private static final int MAX_AGAIN = 2;

  private final LdapClient client;
  private final ConcurrencyLimit.Permit permit;
  private final LdapSearch described;
  private final Operation operation;
  private final CompletableFuture<Result> result = new CompletableFuture<>();

  // --- guarded by this
  private Attempt attempt;
  private boolean ended;
  private int again;

  Search(
      LdapClient client,
      ConcurrencyLimit.Permit permit,
      LdapSearch described,
      Operation operation) {
    this.client = client;
    this.permit = permit;
    this.described = described;
    this.operation = operation;
  }

  CompletableFuture<Result> result() {
    return result;
  }

  LdapSearch described() {
    return described;
  }

  synchronized boolean hasEnded() {
    return ended;
  }

  /** Sends the search; called on the connection's thread. */
  void send(DirectoryConnection on, LDAPConnection connection) {
    Attempt begun = new Attempt(this, on, client.settings().maxEntries());
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

  /** Handles a lost search, which is retried on another connection. */
  void failed(LDAPException e) {
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
      client.submit(this);
    } else {
      end(Result.failed(ReturnCodes.ERROR, e));
    }
  }

  void found(List<LdapEntry> entries) {
    end(entries.isEmpty() ? Result.failed(Ldap.NOTHING_FOUND, null) : described.result(entries));
  }

  void end(Result with) {
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
