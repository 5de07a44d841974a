package org.sipasync.container.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** ACKs of one dialog's INVITEs. */
class AcknowledgementsTest {
  private final Acknowledgements acknowledgements = new Acknowledgements(null);

  @Test
  void twoAreKept() {
    assertThat(acknowledgements.find(1)).isNull();
    assertThat(acknowledgements.onOk(1)).isTrue();
    assertThat(acknowledgements.onOk(1)).as("comes again").isFalse();
    Acknowledgement first = acknowledgements.find(1);
    assertThat(acknowledgements.onOk(5)).isTrue();
    assertThat(acknowledgements.find(1)).isSameAs(first).isNotNull();
    assertThat(acknowledgements.onOk(7)).isTrue();
    assertThat(acknowledgements.find(5)).isNotNull().isNotSameAs(acknowledgements.find(7));
    assertThat(acknowledgements.find(1)).as("forgotten").isNull();
    assertThat(acknowledgements.onOk(1)).as("and still no new one").isFalse();
  }
}
