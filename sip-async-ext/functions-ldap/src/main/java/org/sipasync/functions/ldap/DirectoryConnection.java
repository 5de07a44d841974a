package org.sipasync.functions.ldap;

import com.unboundid.ldap.sdk.AsyncRequestID;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
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
 * A place for one connection, with the one thread that makes it, binds, and sends. The thread is
 * there while there is something to send; nobody else ever waits for the directory.
 */
final class DirectoryConnection implements AutoCloseable {
  private static final Logger LOG = System.getLogger(DirectoryConnection.class.getName());
  private static final int IDLE_SECONDS = 10;

  /**
   * OpenLDAP closes a connection on which over 100 requests are open (conn_max_pending), those that
   * were abandoned among them until it comes to that.
   */
  private static final int MAX_UNANSWERED = 20;

  private final LdapClient client;
  private final BlockingQueue<Search> waiting;
  private final ThreadPoolExecutor thread;

  // --- these belong to the thread
  private LDAPConnection open;
  private int unanswered;
  private int abandoned;
  private int abandonedEarlier;
  private long lastAnswerNanos;

  DirectoryConnection(LdapClient client, int number, int maxWaiting) {
    this.client = client;
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

  /** Searches that wait for the connection. */
  int waiting() {
    return waiting.size();
  }

  /**
   * Sends a search when the connection stands.
   *
   * @throws RejectedExecutionException if too many wait, or all is closed
   */
  void submit(Search search) {
    if (!waiting.offer(search)) {
      throw new RejectedExecutionException("too many searches wait for the directory");
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
        lastAnswerNanos = System.nanoTime(); // until now, nobody has asked
      }
      search.send(this, connection);
    } catch (LDAPException e) {
      failAll(search, e);
    }
  }

  /** A search that was sent here is over; from any thread. */
  void answered() {
    execute(
        () -> {
          // The directory reads in order: it has seen what was abandoned before the last answer
          unanswered = Math.max(0, unanswered - 1 - abandonedEarlier);
          abandonedEarlier = abandoned;
          abandoned = 0;
          lastAnswerNanos = System.nanoTime();
          sendNext();
        });
  }

  /** Tells the server that nobody waits for a search any longer; from any thread. */
  void abandon(AsyncRequestID id) {
    execute(
        () -> {
          abandoned++;
          doAbandon(id);
          sendNext();
        });
  }

  /** A whole window was given up, and for long nothing has come: whoever is there is of no use. */
  private boolean isDead() {
    return open != null
        && abandoned + abandonedEarlier >= MAX_UNANSWERED
        && System.nanoTime() - lastAnswerNanos > client.settings().connectTimeout().toNanos();
  }

  private void giveUp() {
    LOG.log(Level.INFO, "An LDAP connection answers nothing and is made anew");
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
      LOG.log(Level.DEBUG, "A search was not abandoned at the directory", e);
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
      open = client.connect();
      begin();
    }
    return open;
  }

  /** What has waited meanwhile fails with it, so that nobody waits for many timeouts in a row. */
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
