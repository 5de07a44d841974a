package org.sipasync.payara;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.sipasync.payara.server.ContainerKind;

class ChosenContainerTest {
  @Test
  void addOnThatIsNotThere() {
    assertThatThrownBy(() -> ChosenContainer.choose(ContainerKind.RESTCOMM))
        .hasMessage(
            "SIPA-0105: sip.container is \"restcomm\", but its add-on sip-async-restcomm is not on"
                + " the server's class path. Add its jars with --addlibs, or set sip.container to"
                + " own.");
    assertThat(ChosenContainer.choose(ContainerKind.OWN).kind()).isEqualTo(ContainerKind.OWN);
  }
}
