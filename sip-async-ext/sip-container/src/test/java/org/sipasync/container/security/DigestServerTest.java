package org.sipasync.container.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.container.security.DigestServer.Attempt;
import org.sipasync.container.security.DigestServer.Outcome;
import org.sipasync.container.security.DigestServer.Received;
import org.sipasync.digest.DigestAlgorithm;
import org.sipasync.sip.message.Authentication;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.ParseException;

/** A realm's server, asked by the client of this package. */
@Tag("C-G5")
class DigestServerTest {
  private static final Duration LIFE = Duration.ofSeconds(60);
  private static final Duration BLOCKED = Duration.ofSeconds(30);
  private static final String URI = "sip:bob@example.org";
  private static final byte[] BODY = "hello".getBytes(UTF_8);

  private final AtomicLong clock = new AtomicLong(1_000_000);
  private final DigestServer server = server(true);

  private DigestServer server(boolean integrity) {
    return new DigestServer(
        "example.org",
        List.of(DigestAlgorithm.SHA_512_256, DigestAlgorithm.SHA_256, DigestAlgorithm.MD5),
        integrity,
        LIFE,
        3,
        BLOCKED,
        clock::get,
        new Random(7));
  }

  private static Received request(String uri, byte[] body, String... credentials) {
    return new Received("INVITE", uri, Arrays.asList(credentials).iterator(), body, "192.0.2.1");
  }

  private Outcome outcome(String secret, String... credentials) {
    Attempt attempt = server.begin(request(URI, BODY, credentials));
    return attempt.outcome() == Outcome.UNDECIDED ? attempt.finish(secret) : attempt.outcome();
  }

  /** Answers one of the server's challenges. */
  private static String answer(
      String challenge, String qop, String password, int count, String uri, byte[] body) {
    try {
      Authentication read = Authentication.parse(challenge);
      DigestChallenge chosen =
          new DigestChallenge(
              HeaderName.of("Authorization"),
              read.get("realm"),
              read.get("nonce"),
              null,
              read.get("algorithm"),
              qop,
              false);
      DigestAnswer answer = new DigestAnswer(chosen, "alice", password, "c0ffee", count);
      return ("Digest username=\"alice\", realm=\"%s\", nonce=\"%s\", uri=\"%s\", response=\"%s\","
              + " algorithm=%s, cnonce=\"c0ffee\", qop=%s, nc=%08x")
          .formatted(
              read.get("realm"),
              read.get("nonce"),
              uri,
              answer.response("INVITE", uri, body),
              read.get("algorithm"),
              qop,
              count);
    } catch (ParseException e) {
      throw new AssertionError(e);
    }
  }

  private static String answer(String challenge, int count) {
    return answer(challenge, "auth", "secret", count, URI, BODY);
  }

  private static String secret(DigestAlgorithm algorithm) {
    return algorithm.secret("alice", "example.org", "secret");
  }

  private String challenge() {
    return server.challenges(false).get(1);
  }

  private String fresh() {
    return answer(challenge(), 1);
  }

  private static final String SECRET = secret(DigestAlgorithm.SHA_256);

  @Test
  void offersAllAlgorithmsInTheirOrderWithOneNonce() {
    List<String> challenges = server.challenges(false);
    assertThat(challenges).hasSize(3);
    assertThat(challenges.get(0)).contains("algorithm=SHA-512-256");
    assertThat(challenges.get(2))
        .matches(
            "Digest realm=\"example.org\", nonce=\"[\\w-]{43}\", algorithm=MD5,"
                + " qop=\"auth,auth-int\"");
    assertThat(server.challenges(true)).allMatch(text -> text.endsWith(", stale=true"));
    assertThat(server(false).challenges(false)).allMatch(text -> text.endsWith("qop=\"auth\""));
  }

  @ParameterizedTest
  @EnumSource(DigestAlgorithm.class)
  void acceptsEachAlgorithm(DigestAlgorithm algorithm) {
    String challenge =
        server.challenges(false).stream()
            .filter(text -> text.contains("algorithm=" + algorithm.token() + ","))
            .findFirst()
            .orElseThrow();
    Attempt attempt = server.begin(request(URI, BODY, answer(challenge, 1)));
    assertThat(attempt.user()).isEqualTo("alice");
    assertThat(attempt.algorithm()).isEqualTo(algorithm);
    assertThat(attempt.finish(secret(algorithm))).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  void secretMayBeInCapitals() {
    assertThat(outcome(SECRET.toUpperCase(java.util.Locale.ROOT), fresh()))
        .isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  void authIntCoversTheBody() {
    String challenge = challenge();
    String credentials = answer(challenge, "auth-int", "secret", 1, URI, BODY);
    Attempt changed = server.begin(request(URI, "hullo".getBytes(UTF_8), credentials));
    assertThat(changed.finish(SECRET)).isEqualTo(Outcome.CHALLENGE);
    assertThat(outcome(SECRET, credentials)).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  void authIntIsNotTakenUnlessOffered() {
    DigestServer plain = server(false);
    String credentials = answer(plain.challenges(false).get(1), "auth-int", "secret", 1, URI, BODY);
    assertThat(plain.begin(request(URI, BODY, credentials)).outcome()).isEqualTo(Outcome.CHALLENGE);
  }

  @Test
  void withoutCredentialsOrWithOthersOnes() {
    assertThat(outcome(SECRET)).isEqualTo(Outcome.CHALLENGE);
    String elsewhere = fresh().replace("realm=\"example.org\"", "realm=\"elsewhere\"");
    assertThat(outcome(SECRET, elsewhere)).isEqualTo(Outcome.CHALLENGE);
    assertThat(outcome(SECRET, elsewhere, "Basic YTpi", "Digest", fresh()))
        .isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  void wrongPasswordAndUnknownUserAreTheSame() {
    assertThat(outcome("0".repeat(64), fresh())).isEqualTo(Outcome.CHALLENGE);
    assertThat(outcome(null, fresh())).isEqualTo(Outcome.CHALLENGE);
  }

  @Test
  void threeWrongPasswordsBlock() {
    assertThat(outcome(null, fresh())).isEqualTo(Outcome.CHALLENGE);
    assertThat(outcome(null, fresh())).isEqualTo(Outcome.CHALLENGE);
    assertThat(outcome(null, fresh())).isEqualTo(Outcome.BLOCKED);
    assertThat(server.begin(request(URI, BODY, fresh())).outcome()).isEqualTo(Outcome.BLOCKED);
    clock.addAndGet(BLOCKED.toMillis());
    assertThat(outcome(SECRET, fresh())).isEqualTo(Outcome.ACCEPTED);
  }

  @ParameterizedTest
  @CsvSource({
    "sip:carol@example.org, MISMATCH",
    "sip:bob@EXAMPLE.org, UNDECIDED",
    "sip:bob@example.org:5061, MISMATCH",
    "tel:+49301, MISMATCH",
    "%%%, MISMATCH"
  })
  void credentialsAreForOneUri(String uri, Outcome expected) {
    String credentials = answer(challenge(), "auth", "secret", 1, uri, BODY);
    assertThat(server.begin(request(URI, BODY, credentials)).outcome()).isEqualTo(expected);
  }

  @Test
  void nonceExpires() {
    String challenge = challenge();
    clock.addAndGet(LIFE.toMillis());
    assertThat(outcome(SECRET, answer(challenge, 1))).isEqualTo(Outcome.ACCEPTED);
    clock.addAndGet(1);
    assertThat(outcome(SECRET, answer(challenge, 2))).isEqualTo(Outcome.STALE);
  }

  /** Only those who know the password learn that the nonce is old. */
  @Test
  void wrongPasswordWithAnOldNonceIsNotStale() {
    String challenge = challenge();
    clock.addAndGet(LIFE.toMillis() + 1);
    assertThat(outcome(null, answer(challenge, 1))).isEqualTo(Outcome.CHALLENGE);
  }

  @Test
  void nonceOfAnotherServerIsStale() {
    assertThat(
            outcome(
                SECRET,
                answer(
                    new DigestServer(
                            "example.org",
                            List.of(DigestAlgorithm.SHA_256),
                            false,
                            LIFE,
                            3,
                            BLOCKED,
                            clock::get,
                            new Random(8))
                        .challenges(false)
                        .get(0),
                    1)))
        .isEqualTo(Outcome.STALE);
  }

  @Test
  void countMustGrow() {
    String challenge = challenge();
    assertThat(outcome(SECRET, answer(challenge, 1))).isEqualTo(Outcome.ACCEPTED);
    assertThat(outcome(SECRET, answer(challenge, 1))).isEqualTo(Outcome.STALE);
    assertThat(outcome(SECRET, answer(challenge, 3))).isEqualTo(Outcome.ACCEPTED);
    assertThat(outcome(SECRET, answer(challenge, 2))).isEqualTo(Outcome.STALE);
  }

  /** Two copies of one request, both before the secret is known: one of them is the replay. */
  @Test
  void replayBesideTheRequest() {
    String credentials = fresh();
    Attempt one = server.begin(request(URI, BODY, credentials));
    Attempt other = server.begin(request(URI, BODY, credentials));
    assertThat(one.finish(SECRET)).isEqualTo(Outcome.ACCEPTED);
    assertThat(other.finish(SECRET)).isEqualTo(Outcome.STALE);
  }

  @Test
  void wrongPasswordUsesNoNonceUp() {
    String challenge = challenge();
    assertThat(outcome(null, answer(challenge, 1))).isEqualTo(Outcome.CHALLENGE);
    assertThat(outcome(SECRET, answer(challenge, 1))).isEqualTo(Outcome.ACCEPTED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "qop=auth|qop=auth-conf",
        "qop=auth, |",
        "nc=00000001|nc=1",
        "nc=00000001|nc=00000000",
        "nc=00000001|nc=-0000001",
        "nc=00000001|nc=0000000g",
        "algorithm=SHA-256|algorithm=SHA-256-sess",
        "algorithm=SHA-256|algorithm=SHA-1",
        "cnonce=\"c0ffee\"|cnonce=\"\"",
        "cnonce=|other=",
        "username=\"alice\"|username=\"\"",
        "response=|other=",
        "uri=|other=",
        "nonce=\"|nonce=\"\u007f",
        "Digest |Digest,",
        "Digest |Basic ",
        "realm=\"example.org\"|realm=\"example.org"
      })
  void incompleteCredentialsAreNone(String part, String other) {
    String credentials = fresh();
    assertThat(credentials).contains(part);
    String changed = credentials.replace(part, other == null ? "" : other);
    assertThat(outcome(SECRET, changed)).isEqualTo(Outcome.CHALLENGE);
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 100_000, 1_000_000})
  void longNamesAreNotEvenHashed(int length) {
    String credentials = fresh().replace("alice", "a".repeat(length));
    assertThat(outcome(SECRET, credentials)).isEqualTo(Outcome.CHALLENGE);
  }

  @Test
  void onlyTenHeadersAreLookedAt() {
    String[] many = new String[11];
    Arrays.fill(many, "Digest x=y");
    many[10] = fresh();
    assertThat(outcome(SECRET, many)).isEqualTo(Outcome.CHALLENGE);
    many[9] = many[10];
    assertThat(outcome(SECRET, many)).isEqualTo(Outcome.ACCEPTED);
  }

  @Test
  void usedNonceThatWasForgottenIsStale() {
    ServerNonces nonces = new ServerNonces(clock::get, LIFE, new Random(9));
    String first = nonces.next();
    assertThat(nonces.use(first, 1)).isTrue();
    clock.incrementAndGet();
    for (int i = 0; i < ServerNonces.MAX_USED; i++) {
      assertThat(nonces.use(nonces.next(), 1)).isTrue();
    }
    assertThat(nonces.use(first, 2)).isFalse();
    clock.incrementAndGet();
    assertThat(nonces.use(nonces.next(), 1)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%%%", "AAAA", "ä", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
  void rubbishIsNoNonce(String nonce) {
    assertThat(new ServerNonces(clock::get, LIFE, new Random(9)).isFresh(nonce)).isFalse();
  }

  @Test
  void changedNonceIsNone() {
    ServerNonces nonces = new ServerNonces(clock::get, LIFE, new Random(9));
    String nonce = nonces.next();
    for (int i = 0; i < nonce.length() - 1; i++) {
      char other = nonce.charAt(i) == 'A' ? 'B' : 'A';
      assertThat(nonces.isFresh(nonce.substring(0, i) + other + nonce.substring(i + 1))).isFalse();
    }
    assertThat(nonces.isFresh(nonce)).isTrue();
  }

  @Test
  void logGetsNothingThatIsDerivedFromTheSecret() {
    assertThat(GivenCredentials.read(fresh())).hasToString("credentials of alice by SHA-256");
  }
}
