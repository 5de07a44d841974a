package org.sipasync.cluster;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.sipasync.cluster.grid.ClaimChange;
import org.sipasync.cluster.grid.ClaimTable;
import org.sipasync.cluster.grid.Grid;
import org.sipasync.cluster.grid.Reply;

/** A grid of one member that a test drives step by step; keeps the pieces of one journal. */
public final class TestGrid implements Grid {
  public final UUID self = new UUID(7, 7);
  public final Set<UUID> members = new LinkedHashSet<>(Set.of(self));
  public final TreeMap<Long, byte[]> pieces = new TreeMap<>();
  private final Deque<Runnable> open = new ArrayDeque<>();
  private final Deque<Reply<Void>> puts = new ArrayDeque<>();

  /** Questions that were asked. */
  public final List<byte[]> questions = new ArrayList<>();

  /** Answers of the members; null: none. */
  public Function<UUID, byte[]> answers = member -> null;

  /** Replies are given when the test says so. */
  public boolean isSlow;

  @Override
  public UUID self() {
    return self;
  }

  @Override
  public Set<UUID> members() {
    return members;
  }

  @Override
  public void put(UUID owner, long sequence, byte[] piece, Reply<Void> reply) {
    puts.add(reply);
    open.add(
        () -> {
          pieces.put(sequence, piece);
          puts.poll().done(null, null);
        });
    settle();
  }

  @Override
  public void get(UUID owner, long sequence, Reply<byte[]> reply) {
    open.add(() -> reply.done(pieces.get(sequence), null));
    settle();
  }

  @Override
  public void remove(UUID owner, long sequence, Reply<Void> reply) {
    open.add(
        () -> {
          pieces.remove(sequence);
          reply.done(null, null);
        });
    settle();
  }

  @Override
  public void change(UUID dead, ClaimChange change, Reply<ClaimTable> reply) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void ask(UUID member, byte[] question, Reply<byte[]> reply) {
    questions.add(question);
    open.add(
        () -> {
          byte[] answer = answers.apply(member);
          reply.done(answer, answer == null ? new IOException("no answer") : null);
        });
    settle();
  }

  private void settle() {
    if (!isSlow) {
      answerAll();
    }
  }

  /** Gives all open replies, and those that they lead to. */
  public void answerAll() {
    while (!open.isEmpty()) {
      open.poll().run();
    }
  }

  /** Lets the oldest put fail. */
  public void failPut() {
    open.poll();
    puts.poll().done(null, new IOException("no answer"));
  }
}
