package org.sipasync.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.eclipse.microprofile.config.ConfigProvider;

/** Reads the settings, and says in the log who may use the console. */
@Singleton
class Startup {
  private static final Logger LOG = System.getLogger("org.sipasync");

  @Produces
  @Singleton
  ConsoleSettings settings() {
    return ConsoleSettings.from(ConfigProvider.getConfig());
  }

  void announce(
      @Observes @Initialized(ApplicationScoped.class) Object started, ConsoleSettings settings) {
    if (!settings.on()) {
      LOG.log(Level.INFO, "The console is off");
    } else if (!settings.mistakes().isEmpty()) {
      settings.mistakes().forEach(mistake -> LOG.log(Level.ERROR, mistake));
    } else {
      LOG.log(
          Level.INFO,
          "The console is at /sip-async/, for this machine {0}{1}",
          settings.loopbackLogin() ? "with a login" : "without a login",
          settings.remote() ? ", for others with a login" : "; others get nothing");
    }
  }
}
