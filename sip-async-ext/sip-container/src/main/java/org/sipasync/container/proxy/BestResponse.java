package org.sipasync.container.proxy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.SipResponse;

/**
 * Choice of the best of several failures (RFC 3261 16.7 items 6 and 7). A 6xx is better than
 * anything else, then the lowest class. Within a class, what tells the caller how to try again is
 * better than the rest, and the end of a search that gave up is the worst; of equals the first.
 */
final class BestResponse {
  /** Tell the caller what to change in its request. */
  private static final Set<Integer> HELPFUL = Set.of(401, 407, 415, 420, 484);

  /** Tell nothing but that a branch was given up. */
  private static final Set<Integer> GIVEN_UP = Set.of(408, 487, 503);

  private BestResponse() {}

  /** Returns the best one; null if there is none. */
  static <T> T of(List<T> candidates, ToIntFunction<T> status) {
    return candidates.stream()
        .min(Comparator.comparingInt(each -> rank(status.applyAsInt(each))))
        .orElse(null);
  }

  private static int rank(int status) {
    int family = status / 100;
    int rank = family == 6 ? 0 : family * 10;
    if (HELPFUL.contains(status)) {
      return rank;
    }
    return rank + (GIVEN_UP.contains(status) ? 2 : 1);
  }

  /**
   * Makes what is sent upstream of a response that the application has seen: a 503 becomes a 500,
   * since it is not this server that is unavailable (16.7 item 6).
   */
  static SipResponse sent(SipResponse best) {
    if (best.status() != 503) {
      return best;
    }
    SipResponse response = best.withStatus(500);
    response.remove(HeaderName.RETRY_AFTER);
    return response;
  }

  /** Makes the response that stands for all: a 401 or 407 has the challenges of all branches. */
  static SipResponse forwarded(SipResponse best, List<SipResponse> all) {
    int status = best.status();
    if (status == 401 || status == 407) {
      SipResponse response = best.withStatus(status, best.reason());
      addChallenges(response, best, all, HeaderName.WWW_AUTHENTICATE);
      addChallenges(response, best, all, HeaderName.PROXY_AUTHENTICATE);
      return response;
    }
    return best;
  }

  private static void addChallenges(
      SipResponse response, SipResponse best, List<SipResponse> all, HeaderName name) {
    List<String> challenges = new ArrayList<>();
    for (SipResponse each : all) {
      boolean challenging = each.status() == 401 || each.status() == 407;
      if (challenging && each != best) {
        challenges.addAll(each.headers(name));
      }
    }
    challenges.forEach(challenge -> response.add(name, challenge));
  }
}
