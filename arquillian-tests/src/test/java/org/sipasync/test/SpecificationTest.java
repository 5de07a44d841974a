package org.sipasync.test;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.TestMethodOrder;
import org.sipasync.test.spec.SpecServlet;

/** JSR 289, chapter by chapter: one server and one application for all of them. */
@ArquillianTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SpecificationTest extends InContainer
    implements SpecOfHeaders,
        SpecOfTargeting,
        SpecOfJoining,
        SpecOfTimers,
        SpecOfLifetime,
        SpecOfForks,
        SpecOfSubscriptions,
        SpecOfReliable,
        SpecOfDigest,
        SpecOfProxying,
        SpecOfB2bua,
        SpecOfErrors {

  private static Patient patient;

  @Deployment(testable = false)
  static WebArchive spec() {
    return war("spec", SpecServlet.class.getPackage());
  }

  @BeforeAll
  static void beginWhatTakesLong() {
    patient = new Patient();
  }

  @AfterAll
  static void hangUp() {
    if (patient != null) {
      patient.close();
    }
  }

  @Override
  public Patient patient() {
    return patient;
  }
}
