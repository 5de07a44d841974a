package org.sipasync.sample.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.sample.registrar.Registration.Contact;

/** RFC 3261, 10.3, 6 and 7, over H2. */
class BindingStoreTest {
  private static final String URL = "jdbc:h2:mem:bindings;LOCK_TIMEOUT=20000";

  private final AtomicLong clock = new AtomicLong(1_000_999);
  private final BindingStore store = new BindingStore(clock::get, String::equalsIgnoreCase);
  private Connection connection;

  @BeforeEach
  void connect() throws SQLException {
    connection = DriverManager.getConnection(URL);
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE sample_users (uid VARCHAR(64) PRIMARY KEY)");
      statement.execute("INSERT INTO sample_users VALUES ('alice')");
      statement.execute(BindingStore.TABLE);
    }
  }

  @AfterEach
  void drop() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SHUTDOWN");
    }
  }

  private static Registration asks(String callId, long cseq, Contact... contacts) {
    return new Registration(callId, cseq, false, List.of(contacts));
  }

  private static Contact contact(String uri, int seconds) {
    return new Contact(uri, seconds, null, Reach.DIRECT);
  }

  private Outcome register(Registration asked) throws SQLException {
    return store.register(connection, "alice", asked);
  }

  private List<String> contacts() throws SQLException {
    return register(asks("any", 0)).bindings().stream().map(Binding::contact).toList();
  }

  @Test
  @Tag("S5")
  @DisplayName("The interval that is granted is the one that is told, whatever the clock says")
  void exactInterval() throws SQLException {
    for (int i = 0; i < 1_000; i++) {
      clock.incrementAndGet();
      Outcome outcome = register(asks("c", i + 1, contact("sip:a@1.2.3.4", 60)));
      assertThat(outcome.bindings().get(0).seconds(outcome.nowMillis())).isEqualTo(60);
    }
  }

  @Test
  @DisplayName("A binding ends when its time is up, not before")
  void expires() throws SQLException {
    register(asks("c", 1, contact("sip:a@1.2.3.4", 60)));
    clock.addAndGet(59_999);
    assertThat(contacts()).containsExactly("sip:a@1.2.3.4");
    clock.incrementAndGet();
    assertThat(contacts()).isEmpty();
  }

  @Test
  @Tag("S3")
  @DisplayName("A phone moves: its old Contact is removed by the REGISTER that adds the new one")
  void moves() throws SQLException {
    register(asks("c", 1, contact("sip:a@1.1.1.1", 60)));
    Outcome moved =
        register(asks("c", 2, contact("sip:a@2.2.2.2", 60), contact("SIP:A@1.1.1.1", 0)));
    assertThat(moved.status()).isEqualTo(200);
    assertThat(contacts()).containsExactly("sip:a@2.2.2.2");
  }

  @Test
  @DisplayName("q is kept; without it there is none")
  void preference() throws SQLException {
    register(
        asks(
            "c",
            1,
            new Contact("sip:a@1.1.1.1", 60, 700, Reach.DIRECT),
            contact("sip:a@2.2.2.2", 60)));
    assertThat(register(asks("c", 2)).bindings())
        .extracting(Binding::contact, Binding::q)
        .containsExactlyInAnyOrder(tuple("sip:a@1.1.1.1", 700), tuple("sip:a@2.2.2.2", null));
  }

  @Test
  @Tag("S8")
  @DisplayName("10.3, 7: a CSeq that is not higher in the same Call-ID changes nothing, none of it")
  void order() throws SQLException {
    register(asks("c", 5, contact("sip:a@1.1.1.1", 600)));
    for (long cseq : new long[] {4, 5}) {
      for (int seconds : new int[] {0, 60}) {
        Outcome late =
            register(
                asks("c", cseq, contact("sip:new@3.3.3.3", 60), contact("sip:a@1.1.1.1", seconds)));
        assertThat(late.status()).isEqualTo(400);
        assertThat(register(asks("x", 0)).bindings())
            .extracting(Binding::contact, Binding::expiresMillis)
            .containsExactly(tuple("sip:a@1.1.1.1", 1_000_999 + 600_000L));
      }
    }
    assertThat(register(asks("other", 1, contact("sip:a@1.1.1.1", 0))).status()).isEqualTo(200);
    assertThat(contacts()).isEmpty();
  }

  @Test
  @Tag("S8")
  @DisplayName("10.3, 6: * removes all, unless one of them was set later in the same Call-ID")
  void wildcard() throws SQLException {
    Registration all = new Registration("c", 2, true, List.of());
    register(asks("other", 9, contact("sip:a@1.1.1.1", 60)));
    register(asks("c", 2, contact("sip:a@2.2.2.2", 60)));
    assertThat(register(all).status()).isEqualTo(400);
    assertThat(contacts()).hasSize(2);
    assertThat(register(new Registration("c", 3, true, List.of())).bindings()).isEmpty();
    assertThat(contacts()).isEmpty();
    assertThat(register(all).status()).isEqualTo(200);
  }

  @Test
  @Tag("S8")
  @DisplayName("A user has 10 bindings at most; the eleventh is refused, and those remain")
  void bound() throws SQLException {
    for (int i = 0; i < 10; i++) {
      register(asks("c" + i, 1, contact("sip:a@1.1.1.1:" + (7000 + i), 60)));
    }
    assertThat(register(asks("c", 1, contact("sip:a@1.1.1.1:8000", 60))).status()).isEqualTo(403);
    assertThat(contacts()).hasSize(10).doesNotContain("sip:a@1.1.1.1:8000");
    assertThat(
            register(
                    asks(
                        "c",
                        1,
                        contact("sip:a@1.1.1.1:8000", 60),
                        contact("sip:a@1.1.1.1:7000", 0)))
                .bindings())
        .hasSize(10);
    clock.addAndGet(60_000);
    register(asks("c", 3, contact("sip:a@1.1.1.1:9000", 60)));
    assertThat(contacts()).containsExactly("sip:a@1.1.1.1:9000");
  }

  @Test
  @DisplayName("What the database refuses in the middle changes nothing")
  void allOrNothing() throws SQLException {
    register(asks("c", 1, contact("sip:a@1.1.1.1", 60)));
    Contact tooLong = contact("sip:" + "a".repeat(300) + "@1.1.1.1", 60);
    assertThatThrownBy(() -> register(asks("c", 2, contact("sip:a@2.2.2.2", 60), tooLong)))
        .isInstanceOf(SQLException.class);
    assertThat(connection.getAutoCommit()).isTrue();
    assertThat(contacts()).containsExactly("sip:a@1.1.1.1");
  }

  @Test
  @DisplayName("REGISTERs of one user at once wait for each other: none is lost, none too many")
  void atOnce() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    List<Callable<Outcome>> calls = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Registration asked = asks("c" + i, 1, contact("sip:a@1.1.1.1:" + (7000 + i), 60));
      calls.add(
          () -> {
            try (Connection own = DriverManager.getConnection(URL)) {
              return store.register(own, "alice", asked);
            }
          });
    }
    int[] statuses = new int[20];
    List<Future<Outcome>> outcomes = pool.invokeAll(calls, 60, TimeUnit.SECONDS);
    for (int i = 0; i < 20; i++) {
      statuses[i] = outcomes.get(i).get().status();
    }
    pool.shutdown();
    assertThat(Arrays.stream(statuses).filter(status -> status == 200)).hasSize(10);
    assertThat(Arrays.stream(statuses).filter(status -> status == 403)).hasSize(10);
    assertThat(contacts()).hasSize(10);
  }

  private static Contact flow(String uri, int seconds, int regId, String token) {
    Reach reach = new Reach("urn:uuid:1", regId, "<sip:" + token + "@192.0.2.9;lr;ob>");
    return new Contact(uri, seconds, null, reach);
  }

  @Test
  @DisplayName("RFC 5626 6: a phone's flow replaces itself, wherever it comes from; others stay")
  void flows() throws SQLException {
    register(asks("c", 1, flow("sip:a@10.0.0.1", 60, 1, "one")));
    register(asks("d", 1, flow("sip:a@10.0.0.1", 60, 2, "two")));
    register(asks("e", 1, flow("sip:a@10.0.0.2", 60, 1, "new")));
    assertThat(register(asks("f", 1)).bindings())
        .extracting(binding -> binding.reach().path().substring(5, 8) + binding.contact())
        .containsExactlyInAnyOrder("twosip:a@10.0.0.1", "newsip:a@10.0.0.2");
    store.lost(connection, "two");
    assertThat(contacts()).containsExactly("sip:a@10.0.0.2");
    register(asks("g", 1, flow("sip:a@10.0.0.3", 0, 1, "gone")));
    assertThat(contacts()).isEmpty();
  }
}
