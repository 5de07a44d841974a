package org.sipasync.payara.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("289-C")
class StartUpTest {
  /** One that has failed is told of by its failure. */
  @Test
  void applicationsThatTheDarFileNamesInVain() {
    assertThat(StartUp.notDeployed(Set.of("d", "a", "b", "c"), Set.of("a", "x"), Set.of("b")))
        .containsExactly("c", "d");
    assertThat(StartUp.notDeployed(Set.of(), Set.of("a"), Set.of())).isEmpty();
  }
}
