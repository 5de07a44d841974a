package org.sipasync.functions.ldap;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.NameResolver;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import org.sipasync.function.Operation;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.functions.dns.HostResolver;
import org.sipasync.support.ConcurrencyLimit;
import org.sipasync.support.TlsContexts;

/** Connections and limit shared by all searches of an {@link Ldap}. */
final class LdapClient implements AutoCloseable {
  private static final int MAX_MESSAGE = 1 << 20;

  private final LdapSettings settings;
  private final HostResolver resolver;
  private final SSLContext tls;
  private final List<DirectoryConnection> connections;
  private final ConcurrencyLimit limit;

  LdapClient(LdapSettings settings, HostResolver resolver) {
    this.settings = settings;
    this.resolver = resolver;
    this.limit =
        new ConcurrencyLimit(
            settings.maxInFlight(), "LDAP searches", "sip.async.ldap.max-in-flight");
    this.tls = settings.isTls() || settings.startTls() ? tls(settings) : null;
    this.connections =
        IntStream.rangeClosed(1, settings.connections())
            .mapToObj(
                number ->
                    new DirectoryConnection(
                        this::connect, settings.connectTimeout(), number, settings.maxInFlight()))
            .toList();
  }

  private static SSLContext tls(LdapSettings settings) {
    return TlsContexts.trusting(
        "sip.async.ldap.trust-store", settings.trustStore(), settings.trustStorePassword());
  }

  int inFlight() {
    return limit.inFlight();
  }

  /**
   * Starts a search; never blocks.
   *
   * @throws RejectedExecutionException if the limit is reached
   */
  Search begin(SearchTerms terms, Operation operation) {
    Search search =
        new Search(terms, settings.maxEntries(), operation, limit.acquire(), this::submit);
    submit(search);
    return search;
  }

  /** Submits a search to the connection with the fewest waiting. */
  private void submit(Search search) {
    try {
      connections.stream()
          .min(Comparator.comparingInt(DirectoryConnection::waiting))
          .orElseThrow()
          .submit(search);
    } catch (RejectedExecutionException e) {
      search.end(Result.failed(ReturnCodes.ERROR, e));
    }
  }

  /** Connects, secures and binds; blocks a connection's own thread. */
  private LDAPConnection connect() throws LDAPException {
    int millis = (int) settings.connectTimeout().toMillis();
    LDAPConnectionOptions options = new LDAPConnectionOptions();
    options.setConnectTimeoutMillis(millis);
    options.setResponseTimeoutMillis(millis);
    options.setMaxMessageSize(MAX_MESSAGE);
    options.setFollowReferrals(false);
    options.setUseKeepAlive(true);
    options.setNameResolver(names());
    options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(false));
    LDAPConnection connection =
        settings.isTls()
            ? new LDAPConnection(tls.getSocketFactory(), options)
            : new LDAPConnection(options);
    long begun = System.nanoTime();
    try {
      connection.connect(settings.host(), settings.port());
      if (settings.startTls()) {
        connection.processExtendedOperation(new StartTLSExtendedRequest(tls));
      }
      if (!settings.bindDn().isEmpty()) {
        connection.bind(settings.bindDn(), settings.password());
      }
      return connection;
    } catch (LDAPException e) {
      connection.closeWithoutUnbind();
      // The library reports timeouts in several ways, including "socket closed"
      boolean timeout = System.nanoTime() - begun >= settings.connectTimeout().toNanos();
      throw timeout ? new LDAPException(ResultCode.TIMEOUT, e.getMessage(), e) : e;
    }
  }

  /** Returns a resolver with a timeout, which the JVM's lookup lacks. */
  private NameResolver names() {
    return new NameResolver() {
      @Override
      public InetAddress getByName(String host) throws UnknownHostException, SecurityException {
        return getAllByName(host)[0];
      }

      @Override
      public InetAddress[] getAllByName(String host)
          throws UnknownHostException, SecurityException {
        try {
          return resolver
              .addresses(host, settings.connectTimeout())
              .toCompletableFuture()
              .get(settings.connectTimeout().toMillis() + 100, TimeUnit.MILLISECONDS)
              .toArray(InetAddress[]::new);
        } catch (ExecutionException | TimeoutException e) {
          UnknownHostException unknown = new UnknownHostException(host + " was not found");
          unknown.initCause(e.getCause() == null ? e : e.getCause());
          throw unknown;
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new UnknownHostException(host + " was not found: interrupted");
        }
      }

      @Override
      public void toString(StringBuilder text) {
        text.append("sip-async");
      }
    };
  }

  @Override
  public void close() {
    connections.forEach(DirectoryConnection::close);
  }
}
