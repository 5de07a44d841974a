package org.restcomm.commons.statistics.reporter;

import com.codahale.metrics.MetricRegistry;
import java.util.concurrent.TimeUnit;

/**
 * Stands where Restcomm's reporter stood, which posted usage figures to its vendor once a day. This
 * one reports nothing to anybody.
 */
public class RestcommStatsReporter {
  private static final RestcommStatsReporter INSTANCE = new RestcommStatsReporter();
  private static final MetricRegistry REGISTRY = new MetricRegistry();

  public static RestcommStatsReporter getRestcommStatsReporter() {
    return INSTANCE;
  }

  public static MetricRegistry getMetricRegistry() {
    return REGISTRY;
  }

  public void setRemoteServer(String server) {}

  public void setProjectName(String name) {}

  public void setProjectType(String type) {}

  public void setVersion(String version) {}

  public void start(long period, TimeUnit unit) {}

  public void stop() {}
}
