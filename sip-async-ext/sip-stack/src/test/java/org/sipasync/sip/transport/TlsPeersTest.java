package org.sipasync.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sipasync.sip.transport.TransportCounters.Counter;
import org.sipasync.sip.transport.tls.ClientAuth;
import org.sipasync.sip.transport.tls.TlsEngines;

/** Connections of ours over TLS, the names that peers prove (RFC 5922), and changed files. */
class TlsPeersTest extends TlsTestBase {
  private static final String END = "\r\n\r\n";

  private final Recorder peerUser = new Recorder();
  private SipTransports peer;

  @AfterEach
  void closePeer() {
    if (peer != null) {
      peer.close();
    }
  }

  /** A peer on the same loop, with the server's certificate. */
  private InetSocketAddress listenAsPeer(ClientAuth clientAuth) throws IOException {
    peer = new SipTransports(loop, TransportLimits.DEFAULTS, peerUser, log);
    TlsEngines peerEngines = server.engines(phone, clientAuth);
    return peer.listen(peerEngines, new InetSocketAddress("127.0.0.1", 0));
  }

  private static InetSocketAddress named(String domain, InetSocketAddress address)
      throws IOException {
    byte[] ip = address.getAddress().getAddress();
    return new InetSocketAddress(InetAddress.getByAddress(domain, ip), address.getPort());
  }

  /** Listens with the phone's certificate, trusting the server's. */
  private void listenAsPhone() throws IOException {
    listenTls(phone.engines(server, ClientAuth.NONE));
  }

  private void assertArrives(Flow flow) throws IOException {
    int before = peerUser.requests.size();
    flow.send(Texts.options("TLS", "127.0.0.1", before + 1).getBytes(), null);
    until(() -> peerUser.requests.size() == before + 1);
  }

  @Test
  void aRequestOfOurOwnUsesOneConnectionPerName() throws IOException {
    InetSocketAddress address = listenAsPeer(ClientAuth.NONE);
    listenAsPhone();
    peerUser.answer = 200;
    Flow flow = transports.flowTo(Transport.TLS, named("sip.example.com", address));
    assertThat(flow.transport()).isEqualTo(Transport.TLS);
    assertArrives(flow);
    until(() -> user.responses.size() == 1);
    InetSocketAddress again = named("SIP.example.com", address);
    assertThat(transports.flowTo(Transport.TLS, again)).isSameAs(flow);
    assertThat(transports.flowTo(Transport.TLS, address))
        .as("its certificate proves the address")
        .isSameAs(flow);
    assertThat(transports.flowTo(Transport.TLS, named("other.example.com", address)))
        .isNotSameAs(flow);
    assertThat(log.lines).isEmpty();
    assertThat(transports.flowTo(Transport.TCP, address)).as("no TCP listen point").isNull();
    assertThat(log.lines).singleElement().asString().contains("No listen point", "TCP");
  }

  @Test
  @Tag("RFC5922-7.2")
  void aPeerWithTheCertificateOfAnotherIsRefused() throws IOException {
    InetSocketAddress address = listenAsPeer(ClientAuth.NONE);
    listenAsPhone();
    Flow flow = transports.flowTo(Transport.TLS, named("bank.example.com", address));
    flow.send(Texts.options("TLS", "127.0.0.1", 1).getBytes(), () -> user.events.add("failed"));
    until(() -> user.events.equals(List.of("failed", "closed")));
    assertThat(peerUser.requests).isEmpty();
    assertThat(log.lines)
        .anyMatch(line -> line.contains("certificate is for another name: sip.example.com"));
    assertThat(count(Counter.OPENS_FAILED)).isEqualTo(1);
  }

  @Test
  void aPeerThatNobodyVouchesForIsRefused() throws IOException {
    InetSocketAddress address = listenAsPeer(ClientAuth.NONE);
    listenTls(phone.engines(phone, ClientAuth.NONE));
    Flow flow = transports.flowTo(Transport.TLS, named("sip.example.com", address));
    flow.send(Texts.options("TLS", "127.0.0.1", 1).getBytes(), () -> user.events.add("failed"));
    until(() -> user.events.equals(List.of("failed", "closed")));
    assertThat(log.lines)
        .anyMatch(line -> line.contains("nobody trusted vouches for its certificate"));
  }

  @Test
  void aPeerThatDoesNotAnswerTheHandshakeIsGivenUp() throws IOException {
    listenAsPhone();
    var silent = closing(java.nio.channels.ServerSocketChannel.open());
    silent.bind(new InetSocketAddress("127.0.0.1", 0));
    InetSocketAddress address = (InetSocketAddress) silent.getLocalAddress();
    Flow flow = transports.flowTo(Transport.TLS, address);
    flow.send("hello".getBytes(), () -> user.events.add("failed"));
    rounds(20);
    clock.pass(ConnectionTimes.DEFAULTS.connect().plus(Duration.ofSeconds(1)));
    until(() -> user.events.equals(List.of("failed", "closed")));
    assertThat(log.lines).hasSize(1).first().asString().contains("TLS handshake does not end");
  }

  @Test
  void mutualTlsProvesTheNameOfTheClient() throws IOException {
    InetSocketAddress address = listenAsPeer(ClientAuth.NEED);
    listenAsPhone();
    assertArrives(transports.flowTo(Transport.TLS, named("sip.example.com", address)));
    Flow back = peerUser.flows.get(0);
    InetSocketAddress client = back.remote();
    assertThat(peer.flowTo(Transport.TLS, named("phone.example.org", client)))
        .as("RFC 5923: what the client has proved")
        .isEqualTo(peer.flowTo(Transport.TLS, client));
    assertThat(peer.connections()).isEqualTo(1);
    assertThat(peer.flowTo(Transport.TLS, named("ignored.example.org", client)))
        .as("RFC 5922 7.1: a DNS name beside a URI of a domain")
        .isNotEqualTo(peer.flowTo(Transport.TLS, client));
  }

  @Test
  void mutualTlsRefusesAClientWithoutCertificate() throws Exception {
    InetSocketAddress address = listenTls(ClientAuth.NEED);
    for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
      SSLSocket client = open(address, protocol);
      assertThatThrownBy(
              () ->
                  meanwhile(
                      () -> {
                        write(client, Texts.options("TLS", "192.0.2.1", 1));
                        if (readUntil(client, END).isEmpty()) {
                          throw new IOException("ended");
                        }
                        return null;
                      }))
          .isInstanceOf(IOException.class);
    }
    assertThat(user.requests).isEmpty();
    assertThat(log.lines).hasSize(1).first().asString().contains("TLS handshake failed");
  }

  @Test
  void optionalClientCertificatesMayBeMissing() throws Exception {
    InetSocketAddress address = listenTls(ClientAuth.WANT);
    user.answer = 200;
    for (TestCertificate own : new TestCertificate[] {null, phone}) {
      SSLSocket client = open(server.clientContext(own), address);
      String answer =
          meanwhile(
              () -> {
                write(client, Texts.options("TLS", "192.0.2.1", 1));
                return readUntil(client, END);
              });
      assertThat(answer).startsWith("SIP/2.0 200");
    }
  }

  @TempDir Path directory;

  @Test
  void theNameThatAClientAsksForChoosesTheCertificate() throws Exception {
    Path both = directory.resolve("both.p12");
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    server.putInto(store, "server");
    phone.putInto(store, "phone");
    try (OutputStream out = Files.newOutputStream(both)) {
      store.store(out, TestCertificate.PASSWORD.toCharArray());
    }
    InetSocketAddress address =
        listenTls(
            engines(
                Map.of(
                    "sip.tls.key-store",
                    both.toString(),
                    "sip.tls.key-store-password",
                    TestCertificate.PASSWORD)));
    assertThat(nameShownTo("sip.example.com", server, address)).isEqualTo(server.name());
    assertThat(nameShownTo("ignored.example.org", phone, address)).isEqualTo(phone.name());
  }

  private static TlsEngines engines(Map<String, String> config) {
    return TestCertificate.engines(config);
  }

  private String nameShownTo(String domain, TestCertificate trusted, InetSocketAddress address)
      throws Exception {
    SSLSocket client = open(trusted.clientContext(null), address);
    SSLParameters parameters = client.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(domain)));
    client.setSSLParameters(parameters);
    return meanwhile(() -> client.getSession().getPeerPrincipal().getName());
  }

  @Test
  void changedFilesServeNewConnections() throws Exception {
    Path certificate = directory.resolve("certificate.pem");
    Path key = directory.resolve("key.pem");
    Files.copy(phone.certificate, certificate);
    Files.copy(phone.key, key);
    InetSocketAddress address =
        listenTls(
            engines(
                Map.of(
                    "sip.tls.certificate", certificate.toString(),
                    "sip.tls.key", key.toString(),
                    "sip.tls.trust", server.certificate.toString())));
    user.answer = 200;
    assertThatThrownBy(() -> ask(address)).as("the phone's").isInstanceOf(IOException.class);
    put(server.certificate, certificate);
    engines.reloadIfChanged();
    assertThatThrownBy(() -> ask(address))
        .as("key and certificate do not fit: the former stay")
        .isInstanceOf(IOException.class);
    put(server.key, key);
    engines.reloadIfChanged();
    assertThat(ask(address)).startsWith("SIP/2.0 200");
    Files.delete(key);
    engines.reloadIfChanged();
    assertThat(ask(address)).startsWith("SIP/2.0 200");
  }

  /** Replaces a file; its time differs, however fast the test is. */
  private static void put(Path from, Path to) throws IOException {
    Files.write(to, Files.readAllBytes(from));
    Files.setLastModifiedTime(to, FileTime.from(Instant.now().plusSeconds(5)));
  }

  private String ask(InetSocketAddress address) throws Exception {
    SSLSocket client = open(address);
    return meanwhile(
        () -> {
          write(client, Texts.options("TLS", "192.0.2.1", 1));
          return readUntil(client, END);
        });
  }

  @Test
  void anExpiredCertificateIsWarnedOfAndRefusedByClients() throws Exception {
    TestCertificate expired = TestCertificate.expired();
    List<String> warnings = new ArrayList<>();
    Handler capture = capture(warnings);
    Logger logger = Logger.getLogger(TlsEngines.class.getName());
    logger.addHandler(capture);
    InetSocketAddress address = listenTls(expired.engines(phone, ClientAuth.NONE));
    logger.removeHandler(capture);
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0)).startsWith("SIPA-0350: The certificate of " + expired.name());
    SSLSocket client = open(expired.clientContext(null), address);
    assertThatThrownBy(
            () ->
                meanwhile(
                    () -> {
                      client.startHandshake();
                      return null;
                    }))
        .hasMessageContaining("validity");
    until(() -> user.closed.size() == 1);
    assertThat(log.lines).hasSize(1).first().asString().contains("certificate");
  }

  private static Handler capture(List<String> lines) {
    return new Handler() {
      @Override
      public void publish(LogRecord logged) {
        lines.add(logged.getMessage());
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
