package org.sipasync.payara.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.ar.SipApplicationRouter;
import javax.servlet.sip.ar.SipApplicationRouterInfo;
import javax.servlet.sip.ar.SipApplicationRoutingDirective;
import javax.servlet.sip.ar.SipApplicationRoutingRegion;
import javax.servlet.sip.ar.SipTargetedRequestInfo;
import javax.servlet.sip.ar.spi.SipApplicationRouterProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sipasync.container.routing.Home;
import org.sipasync.container.routing.PlainRouter;
import org.sipasync.payara.server.SipSettings;
import org.sipasync.sip.message.SipUri;

/** Choice of the application router, and the errors of those that cannot be used. */
@Tag("C-G9")
@Tag("289-15.4.2")
class RouterSetupTest {
  private static final String SERVICE =
      "META-INF/services/" + SipApplicationRouterProvider.class.getName();

  @TempDir Path dir;

  @Test
  void firstApplicationWithoutFileAndProvider() {
    RouterSetup setup = of(Map.of());
    assertThat(setup.isFirst()).isTrue();
    assertThat(setup.dar()).isNull();
  }

  @Test
  void defaultRouterByFile() throws IOException {
    String dar =
        dar("INVITE: (\"shop\", \"DAR:From\", \"ORIGINATING\", \"\", \"NO_ROUTE\", \"0\")");
    RouterSetup setup = of(Map.of("sip.dar", dar));
    assertThat(setup.isFirst()).isFalse();
    assertThat(setup.dar()).isNotNull();
    assertThat(setup.location()).isEqualTo(dar);
  }

  /** Restcomm's tests and the installers of Windows have such paths, unescaped. */
  @Test
  void fileInADirectoryWithABlank() throws IOException {
    Path file = Files.createDirectory(dir.resolve("my conf")).resolve("dar.properties");
    Files.writeString(
        file, "INVITE: (\"shop\", \"DAR:From\", \"NEUTRAL\", \"\", \"NO_ROUTE\", \"0\")");
    for (String location : List.of(file.toUri().toString(), "file:" + file)) {
      assertThat(of(Map.of("sip.dar", location)).dar().applications()).containsExactly("shop");
    }
  }

  @Test
  void mistakesOfTheFileAreNamedAllAtOnce() throws IOException {
    String dar = dar("INVITE: (\"shop\"\nNONSENSE");
    assertThatThrownBy(() -> of(Map.of("sip.dar", dar)))
        .hasMessageStartingWith("SIPA-0110")
        .hasMessageContaining(dar)
        .hasMessageContaining("INVITE")
        .hasMessageContaining("NONSENSE");
  }

  @Test
  void fileThatIsNotThere() {
    assertThatThrownBy(() -> of(Map.of("sip.dar", dir.resolve("absent").toUri().toString())))
        .hasMessageStartingWith("SIPA-0110")
        .hasMessageContaining("absent");
  }

  @Test
  void fileThatIsNoUri() {
    assertThatThrownBy(() -> of(Map.of("sip.dar", "dar.properties")))
        .hasMessageStartingWith("SIPA-0110")
        .hasMessageContaining("write a URI as file:/dar.properties");
  }

  /** Each in one sentence, with the remedy; nobody waits, and nothing is read in part. */
  @Test
  void filesThatAreNoText() throws IOException {
    Path file = dir.resolve("dar.properties");
    Files.write(file, "INVITE: (\"caf\u00e9\")".getBytes(StandardCharsets.ISO_8859_1));
    refusedFile(file.toUri().toString(), "it is not UTF-8; save it as UTF-8");
    Files.write(file, new byte[1_000_001]);
    refusedFile(file.toUri().toString(), "it has more than 1000000 bytes");
    refusedFile(dir.toUri().toString(), "it is a directory");
    refusedFile("nosuch:dar", "unknown protocol: nosuch; write a URI as file:/dar.properties");
    refusedFile("a b", "write a URI as file:/dar.properties");
  }

  private static void refusedFile(String location, String why) {
    assertThatThrownBy(() -> of(Map.of("sip.dar", location)))
        .hasMessageStartingWith("SIPA-0110")
        .hasMessageContaining("it cannot be read: ")
        .hasMessageContaining(why);
  }

  @Test
  void byteOrderMarkOfAnEditor() throws IOException {
    String dar =
        dar("\uFEFFINVITE: (\"shop\", \"DAR:From\", \"NEUTRAL\", \"\", \"NO_ROUTE\", \"0\")");
    assertThat(of(Map.of("sip.dar", dar)).dar().applications()).containsExactly("shop");
  }

  @Test
  void emptyPropertiesAreNone() {
    assertThat(of(Map.of("javax.servlet.sip.ar.dar.configuration", " ")).isFirst()).isTrue();
    assertThat(of(Map.of("javax.servlet.sip.dar", "")).isFirst()).isTrue();
  }

  @Test
  void providerOfTheProperty() {
    RouterSetup setup = of(Map.of(SipSettings.ROUTER_PROVIDER, Good.class.getName()));
    assertThat(setup.isFirst()).isFalse();
    assertThat(setup.dar()).isNull();
  }

  @Test
  void providerGoesBeforeTheFile() throws IOException {
    Map<String, String> config = new HashMap<>();
    config.put("sip.dar", dar("NONSENSE"));
    config.put(SipSettings.ROUTER_PROVIDER, Good.class.getName());
    assertThat(of(config).dar()).isNull();
  }

  @Test
  void providersThatCannotBeUsed() {
    refused("no.such.Provider", "its provider cannot be made");
    refused(String.class.getName(), "its provider cannot be made");
    refused(Throwing.class.getName(), "getSipApplicationRouter threw");
    refused(Empty.class.getName(), "getSipApplicationRouter returned null");
    refused(BadStart.class.getName(), "init threw");
  }

  private static void refused(String provider, String why) {
    assertThatThrownBy(() -> of(Map.of(SipSettings.ROUTER_PROVIDER, provider)))
        .hasMessageStartingWith("SIPA-0111")
        .hasMessageContaining(why);
  }

  /** A WAR's own provider counts for the WAR; one of its parents does not. */
  @Test
  void serviceOfOneClassLoader() throws IOException {
    Path service = dir.resolve(SERVICE);
    Files.createDirectories(service.getParent());
    Files.writeString(service, Good.class.getName());
    try (URLClassLoader war = new War(dir.toUri().toURL(), Good.class);
        URLClassLoader child = new URLClassLoader(new URL[0], war)) {
      Optional<SipApplicationRouterProvider> found = RouterSetup.found(war);
      assertThat(found).get().extracting(each -> each.getClass().getClassLoader()).isSameAs(war);
      assertThat(RouterSetup.found(child)).isEmpty();
    }
  }

  @Test
  void serviceThatIsNotThere() throws IOException {
    Path service = dir.resolve(SERVICE);
    Files.createDirectories(service.getParent());
    Files.writeString(service, "no.such.Provider");
    try (URLClassLoader war = new URLClassLoader(new URL[] {dir.toUri().toURL()})) {
      assertThatThrownBy(() -> RouterSetup.found(war))
          .hasMessageStartingWith("SIPA-0111")
          .hasMessageContaining("no.such.Provider");
    }
  }

  private String dar(String text) throws IOException {
    return Files.writeString(dir.resolve("dar.properties"), text).toUri().toString();
  }

  private static RouterSetup of(Map<String, String> config) {
    return RouterSetup.of(
        SipSettings.from(key -> Optional.ofNullable(config.get(key))), new Nowhere());
  }

  private static final class Nowhere implements Home {
    @Override
    public boolean isOwn(SipUri uri) {
      return false;
    }

    @Override
    public SipUri defaultContact() {
      return SipUri.of(null, "192.0.2.1", 5060);
    }
  }

  /** Class loader that has one class of its own, as a WAR has. */
  private static final class War extends URLClassLoader {
    private final Class<?> own;

    War(URL root, Class<?> own) {
      super(new URL[] {root}, own.getClassLoader());
      this.own = own;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.equals(own.getName())) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : define(name);
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      String file = name.replace('.', '/') + ".class";
      try (var in = own.getClassLoader().getResourceAsStream(file)) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  /** Provider of a router that wants nothing. */
  public static class Good extends SipApplicationRouterProvider {
    @Override
    public SipApplicationRouter getSipApplicationRouter() {
      return new Router();
    }
  }

  /** Provider that throws. */
  public static class Throwing extends SipApplicationRouterProvider {
    @Override
    public SipApplicationRouter getSipApplicationRouter() {
      throw new IllegalStateException("no licence");
    }
  }

  /** Provider without a router. */
  public static class Empty extends SipApplicationRouterProvider {
    @Override
    public SipApplicationRouter getSipApplicationRouter() {
      return null;
    }
  }

  /** Provider of a router that does not start. */
  public static class BadStart extends SipApplicationRouterProvider {
    @Override
    public SipApplicationRouter getSipApplicationRouter() {
      return new Router() {
        @Override
        public void init() {
          throw new IllegalStateException("no database");
        }
      };
    }
  }

  /** Router that gives each request to nobody. */
  public static class Router extends PlainRouter {
    @Override
    public SipApplicationRouterInfo getNextApplication(
        SipServletRequest request,
        SipApplicationRoutingRegion region,
        SipApplicationRoutingDirective directive,
        SipTargetedRequestInfo targeted,
        java.io.Serializable state) {
      return null;
    }
  }
}
