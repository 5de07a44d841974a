package org.sipasync.sip;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.sipasync.sip", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule TRANSACTIONS_KNOW_NEITHER_MESSAGE_NOR_SOCKET =
      classes()
          .that()
          .resideInAPackage("org.sipasync.sip.transaction..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java.lang..",
              "java.time..",
              "java.util..",
              "java.security..",
              "org.sipasync.loop..",
              "org.sipasync.sip.transaction..");
}
