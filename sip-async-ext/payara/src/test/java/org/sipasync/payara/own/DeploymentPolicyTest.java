package org.sipasync.payara.own;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Calls and sessions of other versions of their application. */
class DeploymentPolicyTest {
  private static final DeploymentPolicy STRICT = new DeploymentPolicy(false);

  @Test
  void theSameVersionGoesOn() {
    assertThat(STRICT.refusal("app", 7, 7L)).isNull();
  }

  @Test
  void anUnknownVersionGoesOn() {
    assertThat(STRICT.refusal("app", 0, 7L)).isNull();
  }

  @Test
  void anotherVersionDoesNot() {
    assertThat(STRICT.refusal("app", 7, 8L)).contains("another version");
    assertThat(new DeploymentPolicy(true).refusal("app", 7, 8L)).isNull();
  }

  @Test
  void anApplicationThatIsNotHereDoesNot() {
    assertThat(STRICT.refusal("app", 7, null)).contains("not deployed");
    assertThat(new DeploymentPolicy(true).refusal("app", 7, null)).isNotNull();
  }
}
