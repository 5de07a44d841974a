package org.sipasync.dist;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.lang.annotation.ElementType;
import java.lang.annotation.Target;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sipasync.cdi.route.EngineAnnotations;

/** Allowed imports between all modules. */
@AnalyzeClasses(
    packages = "org.sipasync",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.OurOwn.class})
class ArchitectureTest {

  /** Leaves out what is shaded into the jars. */
  static final class OurOwn implements ImportOption {
    @Override
    public boolean includes(com.tngtech.archunit.core.importer.Location location) {
      return !location.contains("/shaded/");
    }
  }

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("org.sipasync.(**)").should().beFreeOfCycles();

  /** The floors within cdi: deploy over admin over call over route and engine. */
  @ArchTest
  static final ArchRule FLOORS_OF_CDI =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("org.sipasync.cdi..")
          .layer("route")
          .definedBy("org.sipasync.cdi.route")
          .layer("engine")
          .definedBy("org.sipasync.cdi.engine")
          .layer("call")
          .definedBy("org.sipasync.cdi.call")
          .layer("admin")
          .definedBy("org.sipasync.cdi.admin")
          .layer("deploy")
          .definedBy("org.sipasync.cdi.deploy")
          .whereLayer("deploy")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("admin")
          .mayOnlyBeAccessedByLayers("deploy")
          .whereLayer("call")
          .mayOnlyBeAccessedByLayers("admin", "deploy")
          .whereLayer("engine")
          .mayOnlyBeAccessedByLayers("call", "admin", "deploy")
          .whereLayer("route")
          .mayOnlyBeAccessedByLayers("call", "deploy");

  @ArchTest
  static final ArchRule THE_EVENT_LOOP_KNOWS_THE_JDK_ONLY =
      noClasses()
          .that()
          .resideInAPackage("org.sipasync.loop..")
          .should()
          .dependOnClassesThat(not(resideInAnyPackage("java..", "org.sipasync.loop..")));

  @ArchTest
  static final ArchRule NOBODY_IMPORTS_CDI =
      noClasses()
          .that(not(resideInAPackage("org.sipasync.cdi..")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.sipasync.cdi..");

  @ArchTest
  static final ArchRule NOBODY_IMPORTS_THE_CONSOLE =
      noClasses()
          .that(not(resideInAPackage("org.sipasync.console..")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.sipasync.console..");

  @ArchTest
  static final ArchRule THE_CONSOLE_USES_PUBLIC_CONTRACTS_ONLY =
      noClasses()
          .that()
          .resideInAPackage("org.sipasync.console..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.sipasync..")
                  .and(
                      not(
                          resideInAnyPackage(
                              "org.sipasync",
                              "org.sipasync.admin",
                              "org.sipasync.function",
                              "org.sipasync.support",
                              "org.sipasync.console.."))));

  /** The floors within payara: own and the deployment over web, the server and what WARs are. */
  @ArchTest
  static final ArchRule FLOORS_OF_PAYARA =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("org.sipasync.payara..")
          .layer("war")
          .definedBy("org.sipasync.payara.war")
          .layer("server")
          .definedBy("org.sipasync.payara.server")
          .layer("web")
          .definedBy("org.sipasync.payara.web")
          .layer("deployment")
          .definedBy("org.sipasync.payara")
          .layer("own")
          .definedBy("org.sipasync.payara.own")
          .whereLayer("own")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("deployment")
          .mayOnlyBeAccessedByLayers("own")
          .whereLayer("web")
          .mayOnlyBeAccessedByLayers("deployment")
          .whereLayer("server")
          .mayOnlyBeAccessedByLayers("web", "deployment", "own")
          .whereLayer("war")
          .mayOnlyBeAccessedByLayers("deployment", "own");

  @ArchTest
  static final ArchRule PAYARA_KNOWS_NEITHER_ENGINE_NOR_CONSOLE =
      noClasses()
          .that()
          .resideInAPackage("org.sipasync.payara..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.sipasync.cdi..", "org.sipasync.core..", "org.sipasync.console..");

  /** The cluster's logic is driven by hand: it knows neither Hazelcast nor loops nor threads. */
  @ArchTest
  static final ArchRule THE_CLUSTERS_LOGIC_KNOWS_NO_GRID =
      noClasses()
          .that()
          .resideInAPackage("org.sipasync.cluster..")
          .and(not(resideInAnyPackage("org.sipasync.cluster", "org.sipasync.cluster.hazelcast..")))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "com.hazelcast..", "org.sipasync.loop..", "org.sipasync.cluster.hazelcast..");

  @ArchTest
  static final ArchRule THE_CLUSTER_KNOWS_THE_API_AND_THE_LOOP =
      noClasses()
          .that()
          .resideInAPackage("org.sipasync.cluster..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.sipasync..")
                  .and(
                      not(
                          resideInAnyPackage(
                              "org.sipasync",
                              "org.sipasync.admin",
                              "org.sipasync.function",
                              "org.sipasync.spi",
                              "org.sipasync.support",
                              "org.sipasync.loop",
                              "org.sipasync.cluster.."))));

  /** Payara's quirks stay in one room: the rest of the server is reached through it. */
  @ArchTest
  static final ArchRule ONLY_THE_CHOSEN_CONTAINER_KNOWS_PAYARA =
      noClasses()
          .that(not(resideInAPackage("org.sipasync.payara..")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.sipasync.payara..");

  @ArchTest
  static final ArchRule CORE_KNOWS_NO_SIP =
      noClasses()
          .that()
          .resideInAPackage("org.sipasync.core..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("javax..", "jakarta..", "org.sipasync", "org.sipasync.spi..");

  @ArchTest
  static final ArchRule NOBODY_KNOWS_RESTCOMM_OR_JAIN_SIP =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.mobicents..", "gov.nist..", "javax.sip..");

  @ArchTest
  static final ArchRule FUNCTIONS_USE_PUBLIC_CONTRACTS_ONLY =
      noClasses()
          .that()
          .resideInAPackage("org.sipasync.functions..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.sipasync..")
                  .and(
                      not(
                          resideInAnyPackage(
                              "org.sipasync",
                              "org.sipasync.function",
                              "org.sipasync.support",
                              "org.sipasync.loop",
                              "org.sipasync.functions.."))));

  /** On two cores, a stage without an executor makes a thread for each task. */
  @ArchTest
  static final ArchRule STAGES_NAME_THEIR_EXECUTOR =
      classes()
          .should(
              new ArchCondition<>("pass an executor to every ...Async stage") {
                @Override
                public void check(
                    com.tngtech.archunit.core.domain.JavaClass type, ConditionEvents events) {
                  type.getMethodCallsFromSelf().stream()
                      .filter(ArchitectureTest::lacksExecutor)
                      .forEach(
                          call ->
                              events.add(
                                  SimpleConditionEvent.violated(call, call.getDescription())));
                }
              });

  private static boolean lacksExecutor(JavaMethodCall call) {
    return call.getTargetOwner().isAssignableTo(CompletionStage.class)
        && call.getName().endsWith("Async")
        && call.getTarget().getRawParameterTypes().stream()
            .noneMatch(type -> type.isEquivalentTo(java.util.concurrent.Executor.class));
  }

  /** Java wants constants in annotations: what is repeated there must be the whole list. */
  @ArchTest
  static void theContainerLooksForAllAnnotationsOfTheEngine(JavaClasses imported) {
    JavaClass[] handled =
        (JavaClass[])
            imported
                .get("org.sipasync.payara.SipInitializer")
                .getAnnotationOfType("jakarta.servlet.annotation.HandlesTypes")
                .get("value")
                .orElseThrow();
    assertThat(handled)
        .extracting(JavaClass::getName)
        .containsAll(EngineAnnotations.ALL.stream().map(Class::getName).toList());
  }

  @ArchTest
  static void theEngineKnowsAllAnnotationsOfHandlers(JavaClasses imported) {
    List<String> handlers =
        imported.stream()
            .filter(type -> type.getPackageName().equals("org.sipasync.annotation"))
            .filter(JavaClass::isAnnotation)
            .filter(type -> type.isAnnotatedWith(Target.class))
            .filter(ArchitectureTest::isForMethods)
            .map(JavaClass::getName)
            .toList();
    assertThat(handlers).hasSizeGreaterThan(15);
    assertThat(EngineAnnotations.ALL).extracting(Class::getName).containsAll(handlers);
  }

  private static boolean isForMethods(JavaClass annotation) {
    return List.of(annotation.getAnnotationOfType(Target.class).value())
        .contains(ElementType.METHOD);
  }

  /** The rules above would pass on an empty import. */
  @ArchTest
  static void importsOurClasses(JavaClasses imported) {
    if (!imported.contain("org.sipasync.payara.own.SipServer")
        || !imported.contain("org.sipasync.core.Engine")
        || !imported.contain("org.sipasync.loop.EventLoop")
        || !imported.contain("org.sipasync.cluster.Cluster")
        || !imported.contain("org.sipasync.console.Gate")) {
      throw new AssertionError("the classes to check are not on the class path");
    }
    JavaClasses self = new ClassFileImporter().importClasses(Guilty.class);
    if (!STAGES_NAME_THEIR_EXECUTOR.evaluate(self).hasViolation()) {
      throw new AssertionError("the rule on stages finds nothing");
    }
    JavaClasses planted =
        new ClassFileImporter()
            .importClasses(
                org.sipasync.dist.planted.one.One.class, org.sipasync.dist.planted.two.Two.class);
    if (!NO_CYCLES.evaluate(planted).hasViolation()) {
      throw new AssertionError("the rule on cycles finds nothing");
    }
  }

  /** Breaks the rule on stages. */
  static final class Guilty {
    CompletableFuture<Void> guilty() {
      return CompletableFuture.runAsync(() -> {});
    }
  }
}
