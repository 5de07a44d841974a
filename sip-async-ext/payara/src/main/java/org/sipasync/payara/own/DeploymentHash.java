package org.sipasync.payara.own;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;
import java.util.TreeSet;

/**
 * Hash of what a WAR's code and configuration are, the same on each server that has the same WAR.
 */
final class DeploymentHash {
  private static final String ROOT = "/WEB-INF/";

  private final ServletContext war;
  private final MessageDigest digest;

  private DeploymentHash(ServletContext war) throws NoSuchAlgorithmException {
    this.war = war;
    this.digest = MessageDigest.getInstance("SHA-256");
  }

  /** Reads all that is in WEB-INF; 0 if that is impossible. */
  static long of(ServletContext war) {
    try {
      DeploymentHash hash = new DeploymentHash(war);
      hash.addFolder(ROOT);
      return ByteBuffer.wrap(hash.digest.digest()).getLong();
    } catch (IOException | NoSuchAlgorithmException e) {
      System.getLogger("org.sipasync")
          .log(System.Logger.Level.DEBUG, "No hash of " + war.getContextPath(), e);
      return 0;
    }
  }

  private void addFolder(String folder) throws IOException {
    Set<String> paths = war.getResourcePaths(folder);
    for (String path : new TreeSet<>(paths == null ? Set.of() : paths)) {
      if (path.endsWith("/")) {
        addFolder(path);
      } else {
        addFile(path);
      }
    }
  }

  private void addFile(String path) throws IOException {
    digest.update(path.getBytes(UTF_8));
    InputStream opened = war.getResourceAsStream(path);
    if (opened != null) {
      try (InputStream in = new DigestInputStream(opened, digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
    }
  }
}
