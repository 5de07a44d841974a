package org.sipasync.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

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

  @ArchTest
  static final ArchRule NO_CLASS_CYCLES =
      slices().assignedFrom(new ByFile("org.sipasync.core")).should().beFreeOfCycles();

  /** Makes a slice of each file of a package: a class with its nested ones. */
  private record ByFile(String packageName) implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return type.getPackageName().equals(packageName)
          ? SliceIdentifier.of(type.getName().replaceFirst("\\$.*", ""))
          : SliceIdentifier.ignore();
    }

    @Override
    public String getDescription() {
      return "the files of " + packageName;
    }
  }
}
