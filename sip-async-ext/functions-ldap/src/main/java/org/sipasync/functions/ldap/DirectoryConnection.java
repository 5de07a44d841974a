package org.sipasync.functions.ldap;

import com.unboundid.ldap.sdk.AsyncRequestID;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.support.DaemonThreads;

/**
 * A shared connection, with one thread that connects, binds and sends. The thread exists only while
 * there is something to send; no other thread waits for the directory.
 */
final class DirectoryConnection implements Attempt.Slot, AutoCloseable {
  private static final Logger LOG = System.getLogger(DirectoryConnection.class.getName());
  private static final int IDLE_SECONDS = 10;

  /**
   * Limit of unanswered requests. OpenLDAP closes a connection with more than 100 open requests
   * (conn_max_pending), including abandoned ones.
   */
  private static final int MAX_UNANSWERED = 20;

  /** Connects, secures and binds; blocks. */
  interface Connector {
    LDAPConnection connect() throws LDAPException;
  }

  private final Connector connector;
  private final Duration patience;
  private final BlockingQueue<Search> waiting;
  private final ThreadPoolExecutor thread;

  // --- confined to the thread
  private LDAPConnection open;
  private int unanswered;
  private int abandoned;
  private int abandonedEarlier;
  private long lastAnswerNanos;

  /**
   * Describes a connection, made on demand.
   *
   * @param patience time after which a full window of abandoned requests means a dead peer
   * @param number for the thread's name
   * @param maxWaiting limit of searches waiting for it
   */
  DirectoryConnection(Connector connector, Duration patience, int number, int maxWaiting) {
    this.connector = connector;
    this.patience = patience;
    this.waiting = new ArrayBlockingQueue<>(maxWaiting);
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(4 * maxWaiting),
            DaemonThreads.named("sip-async-ldap-" + number, DirectoryConnection.class));
    thread.allowCoreThreadTimeOut(true);
  }

  /** Returns the number of searches waiting for the connection. */
  int waiting() {
    return waiting.size();
  }

  /**
   * Sends a search once connected.
   *
   * @throws RejectedExecutionException if too many are waiting, or the connection is closed
   */
  void submit(Search search) {
    if (!waiting.offer(search)) {
      throw new RejectedExecutionException("too many searches are waiting for the directory");
    }
    thread.execute(this::sendNext);
  }

  private void sendNext() {
    if (isDead()) {
      giveUp();
    }
    while (unanswered < MAX_UNANSWERED) {
      Search search = waiting.poll();
      if (search == null) {
        return;
      }
      if (!search.hasEnded()) {
        send(search);
      }
    }
  }

  private void send(Search search) {
    try {
      LDAPConnection connection = connection();
      if (unanswered++ == 0) {
        lastAnswerNanos = System.nanoTime(); // no requests until now
      }
      search.send(this, connection);
    } catch (LDAPException e) {
      failAll(search, e);
    }
  }

  @Override
  public void answered() {
    execute(
        () -> {
          // The directory reads in order, so it has seen abandons before the last answer
          unanswered = Math.max(0, unanswered - 1 - abandonedEarlier);
          abandonedEarlier = abandoned;
          abandoned = 0;
          lastAnswerNanos = System.nanoTime();
          sendNext();
        });
  }

  @Override
  public void abandon(AsyncRequestID id) {
    execute(
        () -> {
          abandoned++;
          doAbandon(id);
          sendNext();
        });
  }

  /** Returns true if a full window was abandoned and no answer came for long: the peer is dead. */
  private boolean isDead() {
    return open != null
        && abandoned + abandonedEarlier >= MAX_UNANSWERED
        && System.nanoTime() - lastAnswerNanos > patience.toNanos();
  }

  private void giveUp() {
    LOG.log(Level.INFO, "An LDAP connection is unresponsive and is replaced");
    open.closeWithoutUnbind();
    open = null;
    begin();
  }

  private void begin() {
    unanswered = 0;
    abandoned = 0;
    abandonedEarlier = 0;
    lastAnswerNanos = System.nanoTime();
  }

  private void doAbandon(AsyncRequestID id) {
    try {
      if (open != null && open.isConnected()) {
        open.abandon(id);
      }
    } catch (LDAPException e) {
      LOG.log(Level.DEBUG, "Abandoning a search on the server failed", e);
    }
  }

  private void execute(Runnable task) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException closed) {
      LOG.log(Level.DEBUG, "A search ended after its connection", closed);
    }
  }

  private LDAPConnection connection() throws LDAPException {
    if (open == null || !open.isConnected()) {
      open = connector.connect();
      begin();
    }
    return open;
  }

  /** Fails all waiting searches, so that none waits for several timeouts in a row. */
  private void failAll(Search first, LDAPException e) {
    List<Search> all = new ArrayList<>();
    all.add(first);
    waiting.drainTo(all);
    int code =
        e.getResultCode() == ResultCode.TIMEOUT ? ReturnCodes.CONNECT_TIMEOUT : ReturnCodes.ERROR;
    all.forEach(search -> search.end(Result.failed(code, e)));
  }

  @Override
  public void close() {
    execute(
        () -> {
          if (open != null) {
            open.closeWithoutUnbind();
          }
        });
    thread.shutdown();
  }
}
