package org.sipasync.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sipasync.SipAsyncException;

class TlsContextsTest {
  private static final String KEY = "sip.async.test.trust-store";

  @TempDir Path directory;

  private Path emptyStore() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    Path file = directory.resolve("trust.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, "changeit".toCharArray());
    }
    return file;
  }

  @Test
  void theJvmsCertificates() {
    assertThat(TlsContexts.trusting(KEY, Optional.empty(), "").getProtocol()).isEqualTo("TLS");
  }

  @Test
  void aStoreOfOnesOwn() throws Exception {
    assertThat(TlsContexts.trusting(KEY, Optional.of(emptyStore()), "changeit").getSocketFactory())
        .isNotNull();
  }

  @Test
  void absentFile() {
    Path absent = directory.resolve("none.p12");
    assertThatThrownBy(() -> TlsContexts.trusting(KEY, Optional.of(absent), "hidden"))
        .isInstanceOf(SipAsyncException.class)
        .hasMessageStartingWith("SIPA-0103: " + KEY + " has the value \"" + absent + "\"")
        .message()
        .doesNotContain("hidden");
  }

  @Test
  void directoryForAFile() {
    assertThatThrownBy(() -> TlsContexts.trusting(KEY, Optional.of(directory), "hidden"))
        .hasMessageStartingWith("SIPA-0103: " + KEY);
  }

  @Test
  void wrongPassword() throws Exception {
    Path store = emptyStore();
    assertThatThrownBy(() -> TlsContexts.trusting(KEY, Optional.of(store), "hidden"))
        .hasMessageStartingWith("SIPA-0103: " + KEY)
        .message()
        .doesNotContain("hidden");
  }
}
