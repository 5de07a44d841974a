package org.sipasync.container;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "org.sipasync.container",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule FLOORS =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("security")
          .definedBy("..container.security..")
          .layer("message")
          .definedBy("..container.message..")
          .layer("session")
          .definedBy("..container.session..")
          .layer("b2bua")
          .definedBy("..container.b2bua..")
          .layer("keepalive")
          .definedBy("..container.keepalive..")
          .layer("locate")
          .definedBy("..container.locate..")
          .layer("routing")
          .definedBy("..container.routing..")
          .layer("outbound")
          .definedBy("..container.outbound..")
          .layer("proxy")
          .definedBy("..container.proxy..")
          .layer("dispatch")
          .definedBy("..container.dispatch..")
          .layer("http")
          .definedBy("..container.http..")
          .whereLayer("security")
          .mayNotAccessAnyLayer()
          .whereLayer("locate")
          .mayNotAccessAnyLayer()
          .whereLayer("message")
          .mayOnlyAccessLayers("security")
          .whereLayer("session")
          .mayOnlyAccessLayers("security", "message")
          .whereLayer("b2bua")
          .mayOnlyAccessLayers("security", "message", "session")
          .whereLayer("keepalive")
          .mayOnlyAccessLayers("message", "session")
          .whereLayer("http")
          .mayOnlyAccessLayers("session")
          .whereLayer("routing")
          .mayOnlyAccessLayers("security", "message", "session")
          .whereLayer("outbound")
          .mayOnlyAccessLayers("message")
          .whereLayer("proxy")
          .mayOnlyAccessLayers("security", "message", "session", "outbound")
          .whereLayer("dispatch")
          .mayOnlyAccessLayers(
              "security",
              "message",
              "session",
              "b2bua",
              "routing",
              "proxy",
              "keepalive",
              "outbound");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("org.sipasync.container.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule NEITHER_SERVER_NOR_ENGINE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "fish.payara..",
              "org.glassfish..",
              "jakarta.enterprise..",
              "jakarta.inject..",
              "org.sipasync",
              "org.sipasync.spi..",
              "org.sipasync.function..",
              "org.sipasync.restcomm..");
}
