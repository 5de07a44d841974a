package org.sipasync.sip.transport.tls;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.sipasync.Problem;
import org.sipasync.SipAsyncException;
import org.sipasync.support.DaemonThreads;
import org.sipasync.support.TlsFiles;

/**
 * TLS engines of connections, made from certificate files that are read again when they change, and
 * the threads for the engines' computations. Connections keep the certificate that they began with.
 * Thread-safe.
 */
public final class TlsEngines implements AutoCloseable {
  private static final Logger LOG = System.getLogger(TlsEngines.class.getName());

  /** Time from a change of a file until it is noticed, at most. */
  public static final Duration PERIOD = Duration.ofSeconds(10);

  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  /** Handshakes that may wait for a thread; each has its connection's time limit, too. */
  private static final int MAX_WAITING = 1_024;

  private final TlsFiles files;
  private final ClientAuth clientAuth;
  private final InstantSource clock;
  private final ThreadPoolExecutor workers;
  private final ScheduledThreadPoolExecutor watch;
  private volatile TlsFiles.Loaded loaded;
  private String stamp;

  /**
   * Reads the files, which blocks, and warns of an expired certificate.
   *
   * @throws SipAsyncException SIPA-0103 if they cannot be used
   */
  public TlsEngines(TlsFiles files, ClientAuth clientAuth, InstantSource clock) {
    this.files = files;
    this.clientAuth = clientAuth;
    this.clock = clock;
    this.stamp = files.stamp();
    this.loaded = files.load();
    int threads = Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors() / 2));
    this.workers =
        new ThreadPoolExecutor(
            threads,
            threads,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            DaemonThreads.named("sip-tls", TlsEngines.class));
    workers.allowCoreThreadTimeOut(true);
    this.watch =
        new ScheduledThreadPoolExecutor(1, DaemonThreads.named("sip-tls-files", TlsEngines.class));
    warnOfExpired();
  }

  /** Starts to look for changed files every 10 s. Call once. */
  public void watchFiles() {
    long period = PERIOD.toMillis();
    watch.scheduleWithFixedDelay(this::reloadIfChanged, period, period, TimeUnit.MILLISECONDS);
  }

  /**
   * Reads the files if one has changed; keeps the former certificates if they cannot be used, and
   * tries again at their next change. Blocks. Throws nothing.
   */
  public synchronized void reloadIfChanged() {
    try {
      String now = files.stamp();
      if (now.equals(stamp)) {
        return;
      }
      stamp = now;
      loaded = files.load();
      LOG.log(Level.INFO, Problem.CERTIFICATE_RELOADED.message(subjects()));
      warnOfExpired();
    } catch (SipAsyncException e) {
      LOG.log(Level.WARNING, Problem.CERTIFICATE_KEPT.message(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, Problem.CERTIFICATE_KEPT.message(e.toString()));
    }
  }

  private List<String> subjects() {
    return loaded.certificates().stream()
        .map(certificate -> certificate.getSubjectX500Principal().getName())
        .toList();
  }

  private void warnOfExpired() {
    for (X509Certificate certificate : loaded.certificates()) {
      if (certificate.getNotAfter().toInstant().isBefore(clock.instant())) {
        LOG.log(
            Level.WARNING,
            Problem.CERTIFICATE_EXPIRED.message(
                certificate.getSubjectX500Principal().getName(),
                certificate.getNotAfter().toInstant()));
      }
    }
  }

  /** Creates the engine of an accepted connection. */
  public SSLEngine server() {
    SSLEngine engine = loaded.context().createSSLEngine();
    engine.setUseClientMode(false);
    engine.setEnabledProtocols(PROTOCOLS);
    switch (clientAuth) {
      case REQUIRED -> engine.setNeedClientAuth(true);
      case OPTIONAL -> engine.setWantClientAuth(true);
      case NONE -> engine.setNeedClientAuth(false);
    }
    return engine;
  }

  /** Creates the engine of a connection of ours; names the peer's domain (SNI) if it has one. */
  public SSLEngine client(InetSocketAddress peer) {
    SSLEngine engine = loaded.context().createSSLEngine(peer.getHostString(), peer.getPort());
    engine.setUseClientMode(true);
    engine.setEnabledProtocols(PROTOCOLS);
    if (PeerIdentity.isNamed(peer)) {
      try {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(peer.getHostString())));
        engine.setSSLParameters(parameters);
      } catch (IllegalArgumentException e) {
        // no DNS name, so it cannot be named
      }
    }
    return engine;
  }

  /** Runs a computation of a handshake on a thread of its own; false if too many wait. */
  public boolean execute(Runnable computation) {
    try {
      workers.execute(computation);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** Stops the threads; waiting computations do not run. Idempotent. */
  @Override
  public void close() {
    watch.shutdownNow();
    workers.shutdownNow();
  }
}
