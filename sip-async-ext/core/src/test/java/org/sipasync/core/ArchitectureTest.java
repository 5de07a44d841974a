package org.sipasync.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.sipasync", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule CORE_KNOWS_NO_SIP =
      noClasses()
          .that()
          .resideInAPackage("org.sipasync.core..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("javax..", "jakarta..", "org.sipasync", "org.sipasync.spi..");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("org.sipasync.(**)").should().beFreeOfCycles();
}
