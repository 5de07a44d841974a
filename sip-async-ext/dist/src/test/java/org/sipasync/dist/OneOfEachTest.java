package org.sipasync.dist;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.security.KeyStore;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

/** Utilities that exist once, and unambiguous names. Excludes the phone, which stands alone. */
@AnalyzeClasses(
    packages = "org.sipasync",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.OurOwn.class})
class OneOfEachTest {
  /** Two views of one thing: a function's, and the engine's. */
  private static final Set<String> MEANS_TWO_THINGS = Set.of("Operation");

  private static final Set<String> WITHOUT_CLASS_CIRCLES =
      Set.of(
          "org.sipasync.loop",
          "org.sipasync.sip.message",
          "org.sipasync.admin",
          "org.sipasync.annotation",
          "org.sipasync.support",
          "org.sipasync.core",
          "org.sipasync.cdi.route",
          "org.sipasync.cdi.engine",
          "org.sipasync.cdi.call",
          "org.sipasync.cdi.admin",
          "org.sipasync.cdi.deploy",
          "org.sipasync.cluster",
          "org.sipasync.cluster.grid",
          "org.sipasync.cluster.hazelcast",
          "org.sipasync.cluster.journal",
          "org.sipasync.cluster.lease",
          "org.sipasync.cluster.node",
          "org.sipasync.cluster.record",
          "org.sipasync.cluster.takeover",
          "org.sipasync.console",
          "org.sipasync.container.locate",
          "org.sipasync.container.security",
          "org.sipasync.payara",
          "org.sipasync.payara.war",
          "org.sipasync.functions.dns",
          "org.sipasync.functions.events",
          "org.sipasync.functions.exec",
          "org.sipasync.functions.ldap",
          "org.sipasync.functions.radius",
          "org.sipasync.functions.redis",
          "org.sipasync.functions.resilience",
          "org.sipasync.functions.rest",
          "org.sipasync.functions.sleep",
          "org.sipasync.functions.sql",
          "org.sipasync.functions.sqlpg");

  /**
   * Files that know each other by nature and count as one: a sealed type and its cases, and the
   * checks and the writer that messages call.
   */
  private static final Map<String, String> FAMILIES =
      Map.of(
          "org.sipasync.sip.message.SipUri", "org.sipasync.sip.message.Uri",
          "org.sipasync.sip.message.TelUri", "org.sipasync.sip.message.Uri",
          "org.sipasync.sip.message.GenericUri", "org.sipasync.sip.message.Uri",
          "org.sipasync.sip.message.SipRequest", "org.sipasync.sip.message.SipMessage",
          "org.sipasync.sip.message.SipResponse", "org.sipasync.sip.message.SipMessage",
          "org.sipasync.sip.message.Essentials", "org.sipasync.sip.message.SipMessage",
          "org.sipasync.sip.message.MessageWriter", "org.sipasync.sip.message.SipMessage");

  @ArchTest
  static final ArchRule TLS_CONTEXTS_ARE_BUILT_IN_SUPPORT =
      noClasses()
          .that(not(resideInAPackage("org.sipasync.support")))
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(KeyStore.class, TrustManagerFactory.class, KeyManagerFactory.class);

  @ArchTest
  static final ArchRule FUNCTIONS_COUNT_BY_CONCURRENCY_LIMIT =
      noClasses()
          .that()
          .resideInAPackage("org.sipasync.functions..")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Semaphore.class, AtomicInteger.class);

  @ArchTest
  static final ArchRule ONLY_THE_EVENT_LOOP_SELECTS =
      noClasses()
          .that(not(resideInAPackage("org.sipasync.loop")))
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(java.nio.channels.Selector.class);

  @ArchTest
  static final ArchRule NO_CLASS_CIRCLES =
      slices().assignedFrom(new ByFile(WITHOUT_CLASS_CIRCLES)).should().beFreeOfCycles();

  @ArchTest
  static final ArchRule A_SIMPLE_NAME_IS_ONE_THING =
      classes()
          .that()
          .areTopLevelClasses()
          .and(not(resideInAPackage("org.sipasync.testkit..")))
          .and()
          .doNotHaveSimpleName("package-info")
          .should(new HaveANameOfTheirOwn());

  /** Makes a slice of each file (a class with its nested ones) or family. */
  private record ByFile(Set<String> packages) implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      String file = type.getName().replaceFirst("\\$.*", "");
      return packages.contains(type.getPackageName())
          ? SliceIdentifier.of(FAMILIES.getOrDefault(file, file))
          : SliceIdentifier.ignore();
    }

    @Override
    public String getDescription() {
      return "the files of packages without class circles";
    }
  }

  private static final class HaveANameOfTheirOwn extends ArchCondition<JavaClass> {
    private Map<String, Long> uses = Map.of();

    HaveANameOfTheirOwn() {
      super("have a simple name of their own");
    }

    @Override
    public void init(Collection<JavaClass> all) {
      uses =
          all.stream()
              .collect(Collectors.groupingBy(JavaClass::getSimpleName, Collectors.counting()));
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
      String name = type.getSimpleName();
      boolean alone = uses.get(name) == 1 || MEANS_TWO_THINGS.contains(name);
      events.add(
          new SimpleConditionEvent(type, alone, type.getName() + " is not the only " + name));
    }
  }

  /** The rules above would pass on an empty import, and if they found nothing. */
  @ArchTest
  static void findWhatIsPlanted(JavaClasses imported) {
    assertThat(imported.contain("org.sipasync.support.TlsContexts")).isTrue();
    assertThat(imported.contain("org.sipasync.functions.rest.RestClient")).isTrue();
    JavaClasses planted =
        new ClassFileImporter()
            .importClasses(
                org.sipasync.dist.planted.one.One.class,
                org.sipasync.dist.planted.two.Two.class,
                org.sipasync.dist.planted.two.One.class,
                org.sipasync.functions.planted.Guilty.class,
                OneOfEachTest.class);
    assertThat(A_SIMPLE_NAME_IS_ONE_THING.evaluate(planted).hasViolation()).isTrue();
    assertThat(TLS_CONTEXTS_ARE_BUILT_IN_SUPPORT.evaluate(planted).hasViolation()).isTrue();
    assertThat(FUNCTIONS_COUNT_BY_CONCURRENCY_LIMIT.evaluate(planted).hasViolation()).isTrue();
    assertThat(ONLY_THE_EVENT_LOOP_SELECTS.evaluate(planted).hasViolation()).isTrue();
    ArchRule circles =
        slices()
            .assignedFrom(new ByFile(Set.of("org.sipasync.functions.planted")))
            .should()
            .beFreeOfCycles();
    JavaClasses circle =
        new ClassFileImporter()
            .importClasses(
                org.sipasync.functions.planted.Guilty.class,
                org.sipasync.functions.planted.Accomplice.class);
    assertThat(circles.evaluate(circle).hasViolation()).isTrue();
  }
}
