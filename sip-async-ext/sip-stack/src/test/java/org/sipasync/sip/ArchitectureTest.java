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
          .whereLayer("locate")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("transaction")
          .mayOnlyBeAccessedByLayers("locate")
          .whereLayer("transport")
          .mayOnlyBeAccessedByLayers("transaction", "locate");

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
  static final ArchRule ONLY_TRANSPORTS_KNOW_SOCKETS =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.sipasync.sip.transport..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.nio.channels..");
}
