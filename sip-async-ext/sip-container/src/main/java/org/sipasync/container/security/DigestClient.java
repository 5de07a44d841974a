package org.sipasync.container.security;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.sipasync.container.security.Credentials.User;
import org.sipasync.sip.message.Authentication;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;

/**
 * Credentials that were added to one request (RFC 3261 22.2, RFC 8760 2.4). {@link #refresh} brings
 * them up to date with Request-URI and body before the request leaves.
 */
public final class DigestClient {
  private final SipRequest request;
  private final List<Written> written = new ArrayList<>(2);

  private record Written(DigestAnswer answer, String text) {}

  public DigestClient(SipRequest request) {
    this.request = request;
  }

  /**
   * Answers all challenges of a response that there are credentials for.
   *
   * @param challenged request that the response answers
   * @param nonces of the session that was challenged
   * @throws IllegalArgumentException if nothing can be answered
   * @throws IllegalStateException if the server has refused these credentials
   */
  public void answer(
      SipResponse response, SipRequest challenged, Credentials credentials, Nonces nonces) {
    answer(response, challenged, each -> credentials.find(each, response.status()), nonces);
  }

  /** Answers all challenges as the same user. */
  public void answer(
      SipResponse response, SipRequest challenged, String user, String password, Nonces nonces) {
    User same = new User(user, password);
    answer(response, challenged, each -> same, nonces);
  }

  private void answer(
      SipResponse response,
      SipRequest challenged,
      Function<DigestChallenge, User> users,
      Nonces nonces) {
    boolean answered = false;
    for (DigestChallenge challenge : DigestChallenge.of(response)) {
      User user = users.apply(challenge);
      if (user != null) {
        checkNotRefused(challenge, challenged, user, nonces);
        add(challenge, user, nonces);
        answered = true;
      }
    }
    if (!answered) {
      throw new IllegalArgumentException(
          response.status()
              + " response holds no Digest challenge for MD5, SHA-256 or SHA-512-256 in a realm"
              + " that there are credentials for; see getChallengeRealms");
    }
  }

  private void add(DigestChallenge challenge, User user, Nonces nonces) {
    int count = nonces.use(challenge.nonce());
    DigestAnswer answer =
        new DigestAnswer(challenge, user.name(), user.password(), nonces.cnonce(), count);
    removeRealm(challenge.credentials(), challenge.realm());
    String text = answer.of(request).toString();
    request.add(challenge.credentials(), text);
    written.add(new Written(answer, text));
  }

  /** One set of credentials per realm: the newest. */
  private void removeRealm(HeaderName header, String realm) {
    List<String> present = request.headers(header);
    List<String> others = present.stream().filter(text -> !isFor(text, realm)).toList();
    if (others.size() < present.size()) {
      request.remove(header);
      others.forEach(text -> request.add(header, text));
    }
  }

  private static boolean isFor(String text, String realm) {
    Authentication credentials = read(text);
    return credentials != null && realm.equals(credentials.get("realm"));
  }

  private static Authentication read(String text) {
    try {
      return Authentication.parse(text);
    } catch (ParseException e) {
      return null;
    }
  }

  /**
   * Refuses to send again what the server has refused (RFC 3261 22.2): the same user and password
   * with a nonce that was fresh. Without this an application that answers each challenge would do
   * so for ever.
   */
  private static void checkNotRefused(
      DigestChallenge challenge, SipRequest challenged, User user, Nonces nonces) {
    if (challenge.stale()) {
      return;
    }
    for (String text : challenged.headers(challenge.credentials())) {
      Authentication sent = read(text);
      boolean same = sent != null && challenge.realm().equals(sent.get("realm"));
      if (same && nonces.uses(sent.get("nonce")) == 1 && isBy(user, sent, challenged)) {
        throw new IllegalStateException(
            "The server has refused the credentials of user "
                + user.name()
                + " in realm "
                + challenge.realm()
                + "; pass others, or give up");
      }
    }
  }

  private static boolean isBy(User user, Authentication sent, SipRequest challenged) {
    DigestChallenge answered =
        new DigestChallenge(
            null,
            sent.get("realm"),
            sent.get("nonce"),
            null,
            sent.get("algorithm"),
            sent.get("qop"),
            false);
    DigestAnswer again =
        new DigestAnswer(answered, user.name(), user.password(), sent.get("cnonce"), 1);
    String method = challenged.method().toString();
    return user.name().equals(sent.get("username"))
        && answered.hash() != null
        && again.response(method, sent.get("uri"), challenged.body()).equals(sent.get("response"));
  }

  /** Computes the credentials anew if Request-URI or body have changed since they were added. */
  public void refresh() {
    for (int i = 0; i < written.size(); i++) {
      Written old = written.get(i);
      String text = old.answer.of(request).toString();
      if (!text.equals(old.text)) {
        replace(old.answer.header(), old.text, text);
        written.set(i, new Written(old.answer, text));
      }
    }
  }

  /** Does nothing if the application has removed or changed the header. */
  private void replace(HeaderName header, String old, String text) {
    List<String> present = request.headers(header);
    if (present.contains(old)) {
      request.remove(header);
      present.forEach(each -> request.add(header, each.equals(old) ? text : each));
    }
  }
}
