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
 * One search under way: waits for a connection, is sent, and sent again on another connection when
 * it was lost with the first. Ends once.
 */
final class Search {
  private static final int MAX_AGAIN = 2;

  private final Client client;
  private final ConcurrencyLimit.Permit permit;
  private final LdapSearch described;
  private final Operation operation;
  private final CompletableFuture<Result> result = new CompletableFuture<>();

  // --- guarded by this
  private Attempt attempt;
  private boolean ended;
  private int again;

  Search(Client client, ConcurrencyLimit.Permit permit, LdapSearch described, Operation operation) {
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

  /** On the connection's thread. */
  void send(Connection on, LDAPConnection connection) {
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

  /** A search that was lost has done nothing: it is worth another connection. */
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

  /** Nobody waits any longer; from the event loop, at once. */
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
