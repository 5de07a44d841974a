package org.sipasync.sip;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.sipasync.sip", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule FLOORS =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("message")
          .definedBy("org.sipasync.sip.message..")
          .layer("transport")
          .definedBy("org.sipasync.sip.transport..")
          .layer("transaction")
          .definedBy("org.sipasync.sip.transaction..")
          .optionalLayer("locate")
          .definedBy("org.sipasync.sip.locate..")
          .layer("trace")
          .definedBy("org.sipasync.sip.trace..")
          .whereLayer("trace")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("locate")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("transaction")
          .mayOnlyBeAccessedByLayers("locate")
          .whereLayer("transport")
          .mayOnlyBeAccessedByLayers("transaction", "locate", "trace");

  @ArchTest
  static final ArchRule MACHINES_KNOW_NO_MESSAGE =
      classes()
          .that()
          .haveNameMatching(".*\\.(NonInvite|Invite)(Server|Client)Transaction")
          .or()
          .haveSimpleName("AnsweredTransaction")
          .should()
          .onlyDependOnClassesThat()
          .resideOutsideOfPackage("org.sipasync.sip.message..");

  @ArchTest
  static final ArchRule ONLY_TRANSPORTS_AND_TRACE_KNOW_SOCKETS =
      noClasses()
          .that()
          .resideOutsideOfPackages("org.sipasync.sip.transport..", "org.sipasync.sip.trace..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.nio.channels..");
}
