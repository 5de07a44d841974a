package org.sipasync.cdi.route;

import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.sipasync.Problem;
import org.sipasync.annotation.SipPredicate;
import org.sipasync.cdi.route.HandlerConditions.Range;

/**
 * Matches messages for a handler (JSR 359, 4.2): one of its methods, one of its codes or ranges,
 * and all of its predicates.
 *
 * @param isRequest true for requests, false for responses
 * @param methods empty for any
 * @param codes status codes
 * @param ranges ranges of status codes; without codes and ranges, any
 * @param predicates further conditions
 * @param branch true for responses on a proxy's branches only
 */
public record HandlerMatcher(
    boolean isRequest,
    Set<String> methods,
    Set<Integer> codes,
    List<Range> ranges,
    List<Predicate<SipServletMessage>> predicates,
    boolean branch) {

  /** Orders by specificity: method, then code, range, predicate. */
  static final Comparator<HandlerMatcher> MOST_SPECIFIC_FIRST =
      Comparator.<HandlerMatcher, Boolean>comparing(s -> s.methods.isEmpty())
          .thenComparing(s -> s.codes.isEmpty())
          .thenComparing(s -> s.ranges.isEmpty())
          .thenComparing(s -> s.predicates.isEmpty());

  /** Returns true if a method has a handler annotation. */
  public static boolean isHandler(Method method) {
    for (Annotation annotation : method.getAnnotations()) {
      if (new HandlerConditions(annotation.annotationType()).isHandler()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Reads a handler's annotations.
   *
   * @throws org.sipasync.SipAsyncException if they contradict its first parameter
   */
  public static HandlerMatcher of(Method method) {
    Class<?> first = method.getParameterCount() == 0 ? null : method.getParameterTypes()[0];
    if (first != SipServletRequest.class && first != SipServletResponse.class) {
      throw Problem.BAD_HANDLER.exception(
          Methods.describe(method),
          "must take a SipServletRequest or SipServletResponse first, not "
              + (first == null ? "nothing" : first.getSimpleName()));
    }
    boolean isRequest = first == SipServletRequest.class;
    Set<String> methods = new HashSet<>();
    Set<Integer> codes = new HashSet<>();
    List<Range> ranges = new ArrayList<>();
    List<Predicate<SipServletMessage>> predicates = new ArrayList<>();
    for (Annotation annotation : method.getAnnotations()) {
      HandlerConditions conditions = new HandlerConditions(annotation.annotationType());
      conditions.method().ifPresent(methods::add);
      conditions.code().ifPresent(codes::add);
      conditions.range().ifPresent(ranges::add);
      conditions.predicate().ifPresent(each -> predicates.add(predicate(each, method)));
    }
    boolean branch = HandlerConditions.isForBranches(method);
    if (isRequest && (branch || !codes.isEmpty() || !ranges.isEmpty())) {
      throw Problem.BAD_HANDLER.exception(
          Methods.describe(method), "of responses must take a SipServletResponse first");
    }
    return new HandlerMatcher(isRequest, methods, codes, ranges, predicates, branch);
  }

  @SuppressWarnings("unchecked")
  private static Predicate<SipServletMessage> predicate(SipPredicate annotation, Method method) {
    try {
      Constructor<?> constructor = annotation.value().getDeclaredConstructor();
      constructor.setAccessible(true);
      return (Predicate<SipServletMessage>) constructor.newInstance();
    } catch (ReflectiveOperationException e) {
      throw Problem.BAD_HANDLER.exception(
          Methods.describe(method),
          "must have a predicate with a working no-argument constructor: "
              + annotation.value().getName()
              + " has none",
          e);
    }
  }

  boolean accepts(SipServletMessage message) {
    return (methods.isEmpty() || methods.contains(message.getMethod()))
        && (isRequest
            ? message instanceof SipServletRequest
            : message instanceof SipServletResponse response && acceptsStatus(response))
        && predicates.stream().allMatch(predicate -> predicate.test(message));
  }

  private boolean acceptsStatus(SipServletResponse response) {
    int status = response.getStatus();
    boolean any = codes.isEmpty() && ranges.isEmpty();
    return response.isBranchResponse() == branch
        && (any
            || codes.contains(status)
            || ranges.stream().anyMatch(range -> range.contains(status)));
  }

  /** Returns true if some message matches both equally. */
  boolean collides(HandlerMatcher other) {
    return MOST_SPECIFIC_FIRST.compare(this, other) == 0
        && isRequest == other.isRequest
        && branch == other.branch
        && predicates.size() == (branch ? 1 : 0)
        && other.predicates.size() == predicates.size()
        && (methods.isEmpty() || methods.stream().anyMatch(other.methods::contains))
        && (codes.isEmpty() || codes.stream().anyMatch(other.codes::contains))
        && (ranges.isEmpty() || ranges.stream().anyMatch(other::overlaps));
  }

  private boolean overlaps(Range range) {
    return ranges.stream().anyMatch(range::overlaps);
  }
}
