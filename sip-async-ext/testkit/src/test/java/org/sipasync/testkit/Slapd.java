package org.sipasync.testkit;

import java.nio.file.Path;
import java.util.List;

/** Debian's OpenLDAP server on a port of loopback, with a few people in it. */
public final class Slapd extends ServerProgram {
  /** The directory's root. */
  public static final String SUFFIX = "dc=example,dc=com";

  /** Name that may bind; the password is {@link #PASSWORD}. */
  public static final String ADMIN = "cn=admin," + SUFFIX;

  public static final String PASSWORD = "let-me-in";

  static final String PROGRAM = "/usr/sbin/slapd";

  private final int port = Programs.freePort();

  private Slapd() {
    super("slapd");
  }

  /**
   * Starts it with alice, bob and {@code more} people that are called p0, p1 …; skips the test if
   * it is not installed.
   */
  public static Slapd start(int more) {
    Programs.require(PROGRAM);
    Slapd server = new Slapd();
    server.write(more);
    server.restart();
    return server;
  }

  private void write(int more) {
    Path data = directory.resolve("data");
    data.toFile().mkdir();
    Programs.write(
        directory.resolve("slapd.conf"),
        """
        include /etc/ldap/schema/core.schema
        include /etc/ldap/schema/cosine.schema
        include /etc/ldap/schema/inetorgperson.schema
        modulepath /usr/lib/ldap
        moduleload back_mdb
        pidfile %1$s/pid
        sizelimit unlimited
        database mdb
        maxsize 104857600
        suffix "%2$s"
        rootdn "%3$s"
        rootpw %4$s
        directory %1$s/data
        index uid eq
        access to * by anonymous read
        """
            .formatted(directory, SUFFIX, ADMIN, PASSWORD));
    StringBuilder ldif = new StringBuilder();
    ldif.append(
        "dn: %s%nobjectClass: dcObject%nobjectClass: organization%no: x%ndc: example%n%n"
            .formatted(SUFFIX));
    ldif.append(
        "dn: ou=people,%s%nobjectClass: organizationalUnit%nou: people%n%n".formatted(SUFFIX));
    person(ldif, "alice", "Alice");
    person(ldif, "bob", "Bob");
    for (int i = 0; i < more; i++) {
      person(ldif, "p" + i, "Nobody");
    }
    Path file = Programs.write(directory.resolve("people.ldif"), ldif.toString());
    Process loading =
        Programs.start(
            directory,
            List.of("/usr/sbin/slapadd", "-q", "-f", "slapd.conf", "-l", file.toString()));
    Programs.awaitEnd(loading, directory);
  }

  private static void person(StringBuilder ldif, String uid, String name) {
    ldif.append(
        """
        dn: uid=%1$s,ou=people,%2$s
        objectClass: inetOrgPerson
        uid: %1$s
        cn: %3$s
        sn: %3$s
        mail: sip:%1$s@example.com
        mail: sip:%1$s@example.net

        """
            .formatted(uid, SUFFIX, name));
  }

  @Override
  Process launch() {
    Process process =
        Programs.start(directory, List.of(PROGRAM, "-d", "0", "-f", "slapd.conf", "-h", url()));
    Programs.awaitPort(process, directory, port);
    return process;
  }

  public int port() {
    return port;
  }

  public String url() {
    return "ldap://127.0.0.1:" + port;
  }
}
