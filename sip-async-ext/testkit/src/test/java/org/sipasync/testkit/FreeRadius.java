package org.sipasync.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Debian's FreeRADIUS on two UDP ports of loopback; it knows alice, whose password is secret. */
public final class FreeRadius extends ServerProgram {
  /** Secret shared with its clients. */
  public static final String SECRET = "testing123";

  static final String PROGRAM = "/usr/sbin/freeradius";

  private final int authPort = Programs.freePort();
  private final int acctPort = Programs.freePort();

  private FreeRadius() {
    super("radius");
  }

  /** Starts it; skips the test if it is not installed. */
  public static FreeRadius start() {
    Programs.require(PROGRAM);
    FreeRadius server = new FreeRadius();
    server.write();
    server.restart();
    return server;
  }

  private void write() {
    Programs.write(directory.resolve("dictionary"), "$INCLUDE /usr/share/freeradius/dictionary\n");
    Programs.write(
        directory.resolve("users"),
        """
        alice Cleartext-Password := "secret"
        	Reply-Message = "welcome",
        	Session-Timeout = 3600
        """);
    Programs.write(
        directory.resolve("radiusd.conf"),
        """
        prefix = /usr
        libdir = /usr/lib/freeradius
        logdir = %1$s
        run_dir = %1$s
        max_request_time = 30
        cleanup_delay = 2
        max_requests = 16384
        log {
          destination = stdout
        }
        security {
          max_attributes = 200
          reject_delay = 0
          status_server = no
        }
        thread pool {
          start_servers = 2
          max_servers = 4
          min_spare_servers = 1
          max_spare_servers = 2
        }
        client localhost {
          ipaddr = 127.0.0.1
          secret = %2$s
          require_message_authenticator = yes
        }
        modules {
          pap {
          }
          files {
            filename = %1$s/users
          }
          detail {
            filename = %1$s/detail
          }
        }
        server default {
          listen {
            type = auth
            ipaddr = 127.0.0.1
            port = %3$d
          }
          listen {
            type = acct
            ipaddr = 127.0.0.1
            port = %4$d
          }
          authorize {
            files
            pap
          }
          authenticate {
            Auth-Type PAP {
              pap
            }
          }
          # FreeRADIUS before 3.2.5 signs its answers only when it is told to (CVE-2024-3596)
          post-auth {
            update reply {
              Message-Authenticator := 0x00
            }
            Post-Auth-Type REJECT {
              update reply {
                Message-Authenticator := 0x00
              }
            }
          }
          accounting {
            detail
          }
        }
        """
            .formatted(directory, SECRET, authPort, acctPort));
  }

  @Override
  Process launch() {
    try {
      Files.deleteIfExists(directory.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Process process =
        Programs.start(
            directory,
            List.of(PROGRAM, "-f", "-l", "stdout", "-d", directory.toString(), "-n", "radiusd"));
    Programs.awaitLog(process, directory, "Ready to process requests");
    return process;
  }

  public int authPort() {
    return authPort;
  }

  public int acctPort() {
    return acctPort;
  }

  /** The accounting records so far. */
  public String records() {
    try {
      Path detail = directory.resolve("detail");
      return Files.exists(detail) ? Files.readString(detail) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
