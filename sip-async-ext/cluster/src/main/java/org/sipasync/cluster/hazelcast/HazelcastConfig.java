package org.sipasync.cluster.hazelcast;

import com.hazelcast.config.Config;
import com.hazelcast.config.ExecutorConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.spi.merge.DiscardMergePolicy;
import java.util.ArrayList;
import java.util.List;
import org.sipasync.cluster.node.ClusterSettings;

/**
 * Configuration of the member. Each line that looks superfluous is a trap that was measured: the
 * defaults bind to all addresses, call home, find others by multicast, wait before they join, and
 * let a member that comes back bring its old entries along.
 */
final class HazelcastConfig {
  static final String JOURNAL = "sip-journal";
  static final String CLAIMS = "sip-claims";
  static final String QUESTIONS = "sip-questions";

  /** Few, so that moving them after a loss is soon over. */
  private static final String PARTITIONS = "67";

  /** A share's claims are wanted for as long as heirs of heirs may ask. */
  private static final int CLAIMS_SECONDS = 3600;

  private HazelcastConfig() {}

  static Config of(ClusterSettings settings) {
    Config config = new Config();
    config.setClusterName(settings.name());
    config.setLiteMember(settings.isArbiter());
    config.setClassLoader(HazelcastConfig.class.getClassLoader());
    config.getMetricsConfig().setEnabled(false);
    config.getJetConfig().setEnabled(false);
    properties(config, settings);
    network(config.getNetworkConfig(), settings);
    config.addMapConfig(map(JOURNAL, settings.backups()));
    config.addMapConfig(
        map(CLAIMS, Math.min(settings.members().size() - 1, MapConfig.MAX_BACKUP_COUNT))
            .setTimeToLiveSeconds(CLAIMS_SECONDS));
    config.addExecutorConfig(
        new ExecutorConfig(QUESTIONS, 4).setQueueCapacity(1000).setStatisticsEnabled(false));
    return config;
  }

  private static void properties(Config config, ClusterSettings settings) {
    config.setProperty("hazelcast.logging.type", "jdk");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.socket.bind.any", "false");
    // Connections leave from the member's own address, which firewalls know
    config.setProperty("hazelcast.socket.client.bind.any", "false");
    config.setProperty("hazelcast.jmx", "false");
    config.setProperty("hazelcast.shutdownhook.enabled", "false");
    config.setProperty("hazelcast.wait.seconds.before.join", "0");
    config.setProperty("hazelcast.partition.count", PARTITIONS);
    config.setProperty("hazelcast.io.thread.count", "2");
    config.setProperty("hazelcast.operation.thread.count", "2");
    config.setProperty("hazelcast.operation.generic.thread.count", "2");
    config.setProperty("hazelcast.event.thread.count", "1");
    config.setProperty("hazelcast.heartbeat.interval.seconds", "2");
    config.setProperty(
        "hazelcast.max.no.heartbeat.seconds", Long.toString(settings.heartbeat().toSeconds()));
    config.setProperty("hazelcast.operation.call.timeout.millis", "10000");
    // Longer than what the journal accepts: no write succeeds for want of an answer.
    config.setProperty("hazelcast.operation.backup.timeout.millis", "20000");
    config.setProperty("hazelcast.merge.first.run.delay.seconds", "5");
    config.setProperty("hazelcast.merge.next.run.delay.seconds", "5");
  }

  private static void network(NetworkConfig network, ClusterSettings settings) {
    network.setPort(settings.port()).setPortAutoIncrement(false).setReuseAddress(true);
    network.getInterfaces().setEnabled(true).addInterface(settings.bind());
    network.getJoin().getAutoDetectionConfig().setEnabled(false);
    network.getJoin().getMulticastConfig().setEnabled(false);
    List<String> members = new ArrayList<>(settings.members());
    network.getJoin().getTcpIpConfig().setEnabled(true).setMembers(members);
  }

  private static MapConfig map(String name, int backups) {
    return new MapConfig(name)
        .setBackupCount(backups)
        .setStatisticsEnabled(false)
        .setPerEntryStatsEnabled(false)
        .setMergePolicyConfig(
            new MergePolicyConfig(
                DiscardMergePolicy.class.getName(), MergePolicyConfig.DEFAULT_BATCH_SIZE));
  }
}
