package org.sipasync.cdi.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.WithAnnotations;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.sipasync.cdi.route.EngineAnnotations;

class SipAsyncExtensionTest {

  @Test
  @DisplayName("The extension notes classes with any of the engine's annotations for beans")
  void annotations() throws Exception {
    WithAnnotations noted =
        SipAsyncExtension.class
            .getDeclaredMethod("note", ProcessAnnotatedType.class)
            .getParameters()[0]
            .getAnnotation(WithAnnotations.class);
    assertThat(noted.value()).containsExactlyInAnyOrderElementsOf(EngineAnnotations.OF_BEANS);
  }
}
