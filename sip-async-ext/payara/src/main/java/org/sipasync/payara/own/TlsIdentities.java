package org.sipasync.payara.own;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.sipasync.Problem;
import org.sipasync.payara.server.ListenPoint;
import org.sipasync.sip.transport.tls.TlsEngines;
import org.sipasync.sip.transport.tls.TlsSettings;
import org.sipasync.support.DaemonThreads;
import org.sipasync.support.Mistakes;

/**
 * TLS engines of the listen points. Their files are looked at every 10 s, on a thread of its own,
 * which there is only if there is TLS. Thread-safe.
 */
final class TlsIdentities implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(10);

  private final Map<String, TlsEngines> byName;
  private final ScheduledThreadPoolExecutor watch =
      new ScheduledThreadPoolExecutor(1, DaemonThreads.named("sip-tls-files", TlsIdentities.class));

  private TlsIdentities(Map<String, TlsEngines> byName) {
    this.byName = Map.copyOf(byName);
  }

  /**
   * Reads the files of all names, which blocks.
   *
   * @throws org.sipasync.SipAsyncException SIPA-0112 for all that is wrong with them
   */
  static TlsIdentities of(Map<String, TlsSettings> settings) {
    Mistakes mistakes = new Mistakes();
    Map<String, TlsEngines> byName = new HashMap<>();
    settings.forEach(
        (name, each) -> {
          TlsEngines engines = TlsEngines.of(each, InstantSource.system(), mistakes);
          if (engines != null) {
            byName.put(name, engines);
          }
        });
    mistakes.throwIfAny(Problem.BAD_TLS);
    return new TlsIdentities(byName);
  }

  /** Begins to look for changed files; once. */
  void watchFiles() {
    if (!byName.isEmpty()) {
      long period = PERIOD.toMillis();
      watch.scheduleWithFixedDelay(this::reload, period, period, TimeUnit.MILLISECONDS);
    }
  }

  private void reload() {
    byName.values().forEach(TlsEngines::reloadIfChanged);
  }

  TlsEngines of(ListenPoint point) {
    return byName.get(point.identity());
  }

  @Override
  public void close() {
    watch.shutdownNow();
  }
}
