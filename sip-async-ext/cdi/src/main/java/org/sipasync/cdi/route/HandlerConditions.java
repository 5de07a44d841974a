package org.sipasync.cdi.route;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Optional;
import org.sipasync.annotation.AnyMethod;
import org.sipasync.annotation.BranchResponse;
import org.sipasync.annotation.SipMethod;
import org.sipasync.annotation.SipPredicate;
import org.sipasync.annotation.SipResponseCode;
import org.sipasync.annotation.SipResponseRange;

/**
 * Conditions that a handler annotation stands for, by meta-annotations of ours or of JSR 359 (4.2).
 *
 * @param type the annotation that a handler carries
 */
record HandlerConditions(Class<? extends Annotation> type) {
  /** Range of status codes, inclusive. */
  record Range(int begin, int end) {
    boolean contains(int status) {
      return begin <= status && status <= end;
    }

    boolean overlaps(Range other) {
      return begin <= other.end && other.begin <= end;
    }
  }

  /** True if methods with the annotation handle messages. */
  boolean isHandler() {
    return type == AnyMethod.class
        || type == javax.servlet.sip.annotation.AnyMethod.class
        || method().isPresent()
        || code().isPresent()
        || range().isPresent()
        || predicate().isPresent();
  }

  /** True if a method handles responses on branches. */
  static boolean isForBranches(Method method) {
    return method.isAnnotationPresent(BranchResponse.class)
        || method.isAnnotationPresent(javax.servlet.sip.annotation.BranchResponse.class);
  }

  Optional<String> method() {
    return Optional.ofNullable(type.getAnnotation(SipMethod.class))
        .map(SipMethod::value)
        .or(
            () ->
                Optional.ofNullable(
                        type.getAnnotation(javax.servlet.sip.annotation.SipMethod.class))
                    .map(javax.servlet.sip.annotation.SipMethod::value));
  }

  Optional<Integer> code() {
    return Optional.ofNullable(type.getAnnotation(SipResponseCode.class))
        .map(SipResponseCode::value)
        .or(
            () ->
                Optional.ofNullable(
                        type.getAnnotation(javax.servlet.sip.annotation.SipResponseCode.class))
                    .map(javax.servlet.sip.annotation.SipResponseCode::value));
  }

  Optional<Range> range() {
    return Optional.ofNullable(type.getAnnotation(SipResponseRange.class))
        .map(range -> new Range(range.begin(), range.end()))
        .or(
            () ->
                Optional.ofNullable(
                        type.getAnnotation(javax.servlet.sip.annotation.SipResponseRange.class))
                    .map(range -> new Range(range.begin(), range.end())));
  }

  Optional<SipPredicate> predicate() {
    return Optional.ofNullable(type.getAnnotation(SipPredicate.class));
  }
}
