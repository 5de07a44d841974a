package org.sipasync.payara.own;

import jakarta.servlet.ServletContext;
import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.servlet.sip.SipServlet;
import org.sipasync.functions.dns.DnsSettings;
import org.sipasync.payara.WarParts;
import org.sipasync.payara.server.SipSettings;
import org.sipasync.payara.war.SipModule;
import org.sipasync.testkit.phone.SipPhone;

/** One application in a server on a free port of 127.0.0.1, without Payara, CDI and engine. */
final class RunningWar implements AutoCloseable {
  private final ExecutorService pool = Executors.newCachedThreadPool();
  private final SipSettings settings;
  final int port;
  final SipServer server;
  WarContext war;

  RunningWar(Class<? extends SipServlet> servlet, Map<String, String> config) throws Exception {
    port = freePort();
    settings =
        SipSettings.from(
            key ->
                key.equals("sip.listen")
                    ? Optional.of("udp:127.0.0.1:" + port + ",tcp:127.0.0.1:" + port)
                    : Optional.ofNullable(config.getOrDefault(key, defaults(key))));
    server = new SipServer(settings, DnsSettings.defaults(), pool);
    war = deploy("app", servlet);
  }

  private static String defaults(String key) {
    return switch (key) {
      case "sip.threads" -> "4";
      case "sip.warm-up" -> "0";
      default -> null;
    };
  }

  /** A port that nobody uses by UDP or TCP at the moment. */
  private static int freePort() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    for (int i = 0; ; i++) {
      try (DatagramSocket datagrams = new DatagramSocket(0, loopback);
          ServerSocket stream = new ServerSocket(datagrams.getLocalPort(), 1, loopback)) {
        return stream.getLocalPort();
      } catch (BindException e) {
        if (i == 20) {
          throw e;
        }
      }
    }
  }

  WarContext deploy(String name, Class<? extends SipServlet> servlet) throws Exception {
    SipModule module = new SipModule(name);
    module.add(new SipModule.Servlet("main", servlet));
    module.complete();
    WarContext made =
        new WarContext(
            server,
            new WarParts(
                settings,
                pool,
                module,
                servletContext("/" + name),
                Runnable::run,
                transaction(),
                null));
    made.start();
    return made;
  }

  private static ServletContext servletContext(String path) {
    ClassLoader loader = new URLClassLoader(new URL[0], RunningWar.class.getClassLoader());
    return (ServletContext)
        Proxy.newProxyInstance(
            loader,
            new Class<?>[] {ServletContext.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getClassLoader" -> loader;
                  case "getContextPath" -> path;
                  default -> null;
                });
  }

  private static UserTransaction transaction() {
    return (UserTransaction)
        Proxy.newProxyInstance(
            RunningWar.class.getClassLoader(),
            new Class<?>[] {UserTransaction.class},
            (proxy, method, arguments) ->
                method.getName().equals("getStatus") ? Status.STATUS_NO_TRANSACTION : null);
  }

  SipPhone phone(String transport) {
    return SipPhone.over(transport, port);
  }

  @Override
  public void close() {
    server.close();
    pool.shutdownNow();
  }
}
