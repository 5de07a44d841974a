package org.sipasync.cdi.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Annotation;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.annotation.SipMethod;
import javax.servlet.sip.annotation.SipResponseCode;
import javax.servlet.sip.annotation.SipResponseRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Handler annotations under the names of JSR 359. */
class SpecifiedAnnotationsTest {
  private static final String SPECIFIED = "javax.servlet.sip.annotation";

  static Stream<Class<? extends Annotation>> specified() {
    return EngineAnnotations.ALL.stream().filter(type -> type.getPackageName().equals(SPECIFIED));
  }

  @Test
  void thereAreAsManyAsOfOurs() {
    List<String> names = specified().map(Class::getSimpleName).toList();
    assertThat(names).hasSize(20);
    assertThat(
            EngineAnnotations.ALL.stream()
                .filter(type -> type.getPackageName().equals("org.sipasync.annotation"))
                .map(Class::getSimpleName))
        .containsExactlyInAnyOrderElementsOf(names);
  }

  @ParameterizedTest
  @MethodSource("specified")
  void meansTheSameAsOurs(Class<? extends Annotation> type) throws ClassNotFoundException {
    HandlerConditions conditions = new HandlerConditions(type);
    HandlerConditions ours = new HandlerConditions(ours(type));
    assertThat(conditions.isHandler()).isTrue();
    assertThat(conditions.method()).isEqualTo(ours.method());
    assertThat(conditions.code()).isEqualTo(ours.code());
    assertThat(conditions.range()).isEqualTo(ours.range());
    assertThat(conditions.predicate()).isEqualTo(ours.predicate());
  }

  private static Class<? extends Annotation> ours(Class<?> type) throws ClassNotFoundException {
    return Class.forName("org.sipasync.annotation." + type.getSimpleName())
        .asSubclass(Annotation.class);
  }

  @Retention(RetentionPolicy.RUNTIME)
  @SipMethod("INVITE")
  @SipResponseCode(486)
  @SipResponseRange(begin = 600, end = 603)
  @interface Busy {}

  static class Servlet {
    @Busy
    void busy(SipServletResponse response) {}

    @javax.servlet.sip.annotation.BranchResponse
    void branch(SipServletResponse response) {}
  }

  @Test
  void ownAnnotationsMayUseThem() throws NoSuchMethodException {
    HandlerMatcher matcher =
        HandlerMatcher.of(Servlet.class.getDeclaredMethod("busy", SipServletResponse.class));
    assertThat(matcher.methods()).containsExactly("INVITE");
    assertThat(matcher.codes()).containsExactly(486);
    assertThat(matcher.ranges()).containsExactly(new HandlerConditions.Range(600, 603));
    assertThat(
            HandlerMatcher.of(Servlet.class.getDeclaredMethod("branch", SipServletResponse.class))
                .branch())
        .isTrue();
    List<String> mistakes = new ArrayList<>();
    assertThat(Handlers.of(Servlet.class, Beans.NONE, mistakes).isEmpty()).isFalse();
    assertThat(mistakes).isEmpty();
  }
}
