package org.sipasync.cluster.hazelcast;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.core.ExecutionCallback;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.IExecutorService;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import com.hazelcast.map.IMap;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.sipasync.cluster.grid.ClaimChange;
import org.sipasync.cluster.grid.ClaimTable;
import org.sipasync.cluster.grid.Grid;
import org.sipasync.cluster.grid.GridEvents;
import org.sipasync.cluster.grid.Reply;
import org.sipasync.cluster.node.ClusterSettings;

/** The grid by a Hazelcast member of this process. Thread-safe. */
public final class HazelcastGrid implements Grid, AutoCloseable {
  private static final long ANSWER_MILLIS = 1000;

  private final HazelcastInstance instance;
  private final IMap<String, byte[]> journal;
  private final IMap<String, byte[]> claims;
  private final IExecutorService questions;
  private final Executor thread;

  /**
   * Starts the member; blocks until it has joined those of the others that are there.
   *
   * @param thread the node's thread, for replies and events
   * @throws RuntimeException if it cannot start, as when its port is taken
   */
  public HazelcastGrid(ClusterSettings settings, Executor thread) {
    this.thread = thread;
    this.instance = Hazelcast.newHazelcastInstance(HazelcastConfig.of(settings));
    this.journal = instance.getMap(HazelcastConfig.JOURNAL);
    this.claims = instance.getMap(HazelcastConfig.CLAIMS);
    this.questions = instance.getExecutorService(HazelcastConfig.QUESTIONS);
  }

  /** Sends the member's events and other members' questions to the node, on its thread. */
  public void start(GridEvents node) {
    instance
        .getCluster()
        .addMembershipListener(new Membership(() -> thread.execute(node::membersChanged)));
    instance
        .getLifecycleService()
        .addLifecycleListener(
            event -> {
              if (event.getState() == LifecycleState.MERGED) {
                thread.execute(node::identityChanged);
              }
            });
    QuestionTask.Answerer answerer = question -> answer(node, question);
    instance.getUserContext().put(QuestionTask.ANSWERER, answerer);
    thread.execute(node::membersChanged);
  }

  private record Membership(Runnable onChange) implements MembershipListener {
    @Override
    public void memberAdded(MembershipEvent event) {
      onChange.run();
    }

    @Override
    public void memberRemoved(MembershipEvent event) {
      onChange.run();
    }
  }

  private byte[] answer(GridEvents node, byte[] question) throws Exception {
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    thread.execute(
        () -> {
          try {
            node.asked(question, answer::complete);
          } catch (RuntimeException refused) {
            answer.completeExceptionally(refused);
          }
        });
    return answer.get(ANSWER_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public UUID self() {
    return instance.getCluster().getLocalMember().getUuid();
  }

  @Override
  public Set<UUID> members() {
    Set<UUID> members = new LinkedHashSet<>();
    instance.getCluster().getMembers().forEach(member -> members.add(member.getUuid()));
    return members;
  }

  @Override
  public Set<UUID> heirs() {
    Set<UUID> heirs = new LinkedHashSet<>();
    instance.getCluster().getMembers().stream()
        .filter(member -> !member.isLiteMember())
        .forEach(member -> heirs.add(member.getUuid()));
    return heirs;
  }

  @Override
  public String address(UUID member) {
    return instance.getCluster().getMembers().stream()
        .filter(one -> one.getUuid().equals(member))
        .findFirst()
        .map(one -> one.getAddress().getHost() + ":" + one.getAddress().getPort())
        .orElse(member.toString());
  }

  private static String key(UUID owner, long sequence) {
    return owner + ":" + sequence;
  }

  @Override
  public void put(UUID owner, long sequence, byte[] piece, Reply<Void> reply) {
    hand(() -> journal.setAsync(key(owner, sequence), piece), nothing -> null, reply);
  }

  @Override
  public void get(UUID owner, long sequence, Reply<byte[]> reply) {
    hand(() -> journal.getAsync(key(owner, sequence)), Function.identity(), reply);
  }

  @Override
  public void remove(UUID owner, long sequence, Reply<Void> reply) {
    hand(
        () -> journal.submitToKey(key(owner, sequence), new RemoveProcessor()),
        nothing -> null,
        reply);
  }

  @Override
  public void change(UUID dead, ClaimChange change, Reply<ClaimTable> reply) {
    hand(
        () -> claims.submitToKey(dead.toString(), new ChangeProcessor(change)),
        ClaimTable::decode,
        reply);
  }

  @Override
  public void ask(UUID asked, byte[] question, Reply<byte[]> reply) {
    hand(() -> submit(asked, question), Function.identity(), reply);
  }

  private CompletionStage<byte[]> submit(UUID asked, byte[] question) throws IOException {
    Member member =
        instance.getCluster().getMembers().stream()
            .filter(one -> one.getUuid().equals(asked))
            .findFirst()
            .orElseThrow(() -> new IOException("member " + asked + " has gone"));
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    questions.submitToMember(new QuestionTask(question), member, new Callback(answer));
    return answer;
  }

  private record Callback(CompletableFuture<byte[]> answer) implements ExecutionCallback<byte[]> {
    @Override
    public void onResponse(byte[] response) {
      answer.complete(response);
    }

    @Override
    public void onFailure(Throwable failure) {
      answer.completeExceptionally(failure);
    }
  }

  private interface Request<T> {
    CompletionStage<T> send() throws Exception;
  }

  /** Sends a request and brings its end to the node's thread, exactly once. */
  private <T, R> void hand(Request<T> request, Function<T, R> result, Reply<R> reply) {
    CompletionStage<T> sent;
    try {
      sent = request.send();
    } catch (Exception notSent) { // the member stops, or the other has gone
      thread.execute(() -> reply.done(null, notSent));
      return;
    }
    sent.thenApply(result)
        .whenComplete((value, failure) -> thread.execute(() -> reply.done(value, failure)));
  }

  /** Leaves the cluster in good order: the others need no heartbeat to notice. */
  @Override
  public void close() {
    instance.shutdown();
  }

  /** Ends without a word, as a process that is killed does; for tests. */
  public void kill() {
    instance.getLifecycleService().terminate();
  }
}
