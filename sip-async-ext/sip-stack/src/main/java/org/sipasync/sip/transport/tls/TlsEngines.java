package org.sipasync.sip.transport.tls;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.sipasync.Problem;
import org.sipasync.SipAsyncException;
import org.sipasync.support.Mistakes;
import org.sipasync.support.TlsMaterial;

/**
 * TLS engines of connections, made from certificate files that are read again when they change.
 * Connections keep the certificate that they began with. Thread-safe.
 */
public final class TlsEngines {
  private static final Logger LOG = System.getLogger(TlsEngines.class.getName());

  private final TlsSettings settings;
  private final InstantSource clock;
  private final String[] protocols;
  private volatile TlsMaterial material;
  private String stamp;

  /** Warnings given since the files were read. */
  private final Set<String> warned = new HashSet<>();

  private TlsEngines(TlsSettings settings, InstantSource clock, String stamp, TlsMaterial read) {
    this.settings = settings;
    this.clock = clock;
    this.protocols = settings.protocols().toArray(String[]::new);
    this.stamp = stamp;
    this.material = read;
    warn();
  }

  /**
   * Reads the files, which blocks, and warns of an expired certificate.
   *
   * @param mistakes gets those of the settings and files
   * @return null if there are any
   */
  public static TlsEngines of(TlsSettings settings, InstantSource clock, Mistakes mistakes) {
    String stamp = settings.files().stamp();
    TlsMaterial read = settings.load(mistakes);
    return read == null ? null : new TlsEngines(settings, clock, stamp, read);
  }

  /**
   * Reads the files as {@link #of(TlsSettings, InstantSource, Mistakes)} does.
   *
   * @throws SipAsyncException SIPA-0112 if they cannot be used
   */
  public static TlsEngines of(TlsSettings settings, InstantSource clock) {
    Mistakes mistakes = new Mistakes();
    TlsEngines engines = of(settings, clock, mistakes);
    mistakes.throwIfAny(Problem.BAD_TLS);
    return engines;
  }

  /**
   * Reads the files if one has changed; keeps the former certificates if they cannot be used, and
   * tries again at their next change. Warns once of what has expired meanwhile. Blocks. Throws
   * nothing.
   */
  public synchronized void reloadIfChanged() {
    try {
      String now = settings.files().stamp();
      if (now.equals(stamp)) {
        warn();
        return;
      }
      stamp = now;
      Mistakes mistakes = new Mistakes();
      TlsMaterial read = settings.load(mistakes);
      if (read == null) {
        mistakes
            .all()
            .forEach(
                each ->
                    LOG.log(Level.WARNING, Problem.CERTIFICATE_KEPT.message(each.getMessage())));
        return;
      }
      material = read;
      LOG.log(Level.INFO, Problem.CERTIFICATE_RELOADED.message(subjects()));
      warned.clear();
      warn();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, Problem.CERTIFICATE_KEPT.message(e));
    }
  }

  private List<String> subjects() {
    return material.certificates().stream()
        .map(certificate -> certificate.getSubjectX500Principal().getName())
        .toList();
  }

  private void warn() {
    for (X509Certificate own : material.certificates()) {
      String subject = own.getSubjectX500Principal().getName();
      warn(subject, own.getNotAfter(), Problem.CERTIFICATE_EXPIRED);
    }
    for (X509CRL crl : material.crls()) {
      warn(crl.getIssuerX500Principal().getName(), crl.getNextUpdate(), Problem.CRL_OUTDATED);
    }
  }

  private void warn(String of, Date end, Problem problem) {
    if (end != null && end.toInstant().isBefore(clock.instant()) && warned.add(problem + of)) {
      LOG.log(Level.WARNING, problem.message(of, end.toInstant()));
    }
  }

  /** Creates the engine of an accepted connection. */
  public SSLEngine server() {
    SSLEngine engine = material.context().createSSLEngine();
    engine.setUseClientMode(false);
    engine.setEnabledProtocols(protocols);
    switch (settings.clientAuth()) {
      case NEED -> engine.setNeedClientAuth(true);
      case WANT -> engine.setWantClientAuth(true);
      case NONE -> engine.setNeedClientAuth(false);
    }
    return engine;
  }

  /** Creates the engine of a connection of ours; names the peer's domain (SNI) if it has one. */
  public SSLEngine client(InetSocketAddress peer) {
    SSLEngine engine = material.context().createSSLEngine(peer.getHostString(), peer.getPort());
    engine.setUseClientMode(true);
    engine.setEnabledProtocols(protocols);
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
}
