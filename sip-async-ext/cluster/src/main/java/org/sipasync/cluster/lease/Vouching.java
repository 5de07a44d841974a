package org.sipasync.cluster.lease;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.sipasync.cluster.grid.Grid;
import org.sipasync.cluster.journal.Marks;
import org.sipasync.support.BoundedMap;

/**
 * Asks the other members, four times in a lease, whether they still know this one, confirm the
 * burial of those it misses, and accept its claims; answers the same questions of theirs.
 *
 * <p>Three promises make a takeover safe, whatever the grid believes: a member that has missed
 * another never vouches for it again; it confirms a burial only if it knew the dead under its
 * present id; it accepts one claimant for each share. A majority of such words about a member
 * excludes any later lease of it, and any other claimant of its calls.
 *
 * <p>For the node's thread, but {@link #holdsLease}.
 */
public final class Vouching {
  /** Members that are remembered as buried or as claimed; the oldest go first. */
  private static final int MAX_REMEMBERED = 4096;

  private final Grid grid;
  private final LongSupplier clock;
  private final Terms terms;
  private final Supplier<Marks> marks;
  private final Consumer<UUID> onOtherTerms;
  private MemberFacts facts = MemberFacts.NONE;
  private final Lease lease;
  private final Set<UUID> known = new HashSet<>();
  private final Map<UUID, Peer> peers = new HashMap<>();
  private final Map<UUID, Grave> graves = new LinkedHashMap<>();
  private final Map<UUID, Boolean> buried = new BoundedMap<>(MAX_REMEMBERED);
  private final Map<Claimed, UUID> accepted = new BoundedMap<>(MAX_REMEMBERED);
  private final Confirmations confirmations;
  private UUID self;
  private long since;
  private long lastRound;

  /**
   * Facts that another member has told of itself.
   *
   * @param marks extent of its journal
   * @param clockOffset its clock less ours, in milliseconds
   * @param facts the others
   */
  private record Peer(Marks marks, long clockOffset, MemberFacts facts) {}

  /**
   * Creates the vouching of a member that has just joined.
   *
   * @param clock milliseconds, monotonic
   * @param marks returns the extent of this node's journal
   * @param onOtherTerms gets members whose configuration differs
   */
  public Vouching(
      Grid grid,
      LongSupplier clock,
      Terms terms,
      Supplier<Marks> marks,
      Consumer<UUID> onOtherTerms) {
    this.grid = grid;
    this.clock = clock;
    this.terms = terms;
    this.marks = marks;
    this.onOtherTerms = onOtherTerms;
    this.lease = new Lease(clock, terms);
    this.confirmations = new Confirmations(terms);
    join();
  }

  private void join() {
    self = grid.self();
    since = clock.getAsLong();
    lastRound = since - terms.round();
    known.clear();
    known.addAll(grid.members());
  }

  /**
   * Returns true if this node may answer calls now. One whose own list has no majority may not: it
   * would confirm its writes to itself. Thread-safe.
   */
  public boolean holdsLease() {
    return lease.isHeld() && grid.members().size() >= terms.majority();
  }

  /** Sets what this member tells of itself. One that leaves gives its lease up, for good. */
  public void tell(MemberFacts own) {
    facts = own;
    if (own.isLeaving()) {
      lease.resign();
    }
  }

  /** Returns a time in which each other member is asked, and so told, in milliseconds. */
  public long timeToTell() {
    return terms.round() + terms.round() / 2;
  }

  /** Returns what this member tells of itself. */
  public MemberFacts facts() {
    return facts;
  }

  /** Returns what a member has told of itself last. */
  public MemberFacts factsOf(UUID member) {
    if (member.equals(self)) {
      return facts;
    }
    Peer peer = peers.get(member);
    return peer == null ? MemberFacts.NONE : peer.facts();
  }

  /** Returns the members that are missed, the longest missed first. */
  public Collection<Grave> graves() {
    return graves.values();
  }

  /** Forgets a member whose calls are all taken over; it stays buried. */
  public void forget(UUID dead) {
    graves.remove(dead);
    peers.remove(dead);
  }

  /**
   * Returns the present time on another member's clock, from what it last told.
   *
   * @return {@code fallback} if it never told
   */
  public long timeAt(UUID member, long fallback) {
    Peer peer = peers.get(member);
    return peer == null ? fallback : clock.getAsLong() + peer.clockOffset();
  }

  /**
   * Asks a majority to confirm claims, by questions asked from now on.
   *
   * @param claims in the order in which they depend on each other
   * @param onEnd gets true once all are accepted, false if that takes more than a lease
   */
  public void confirm(List<Claimed> claims, Consumer<Boolean> onEnd) {
    if (accept(self, claims).contains(false)) {
      onEnd.accept(false);
    } else {
      confirmations.add(claims, clock.getAsLong(), onEnd);
    }
  }

  /** Begins a round if it is due; to be called every few milliseconds. */
  public void tick() {
    long now = clock.getAsLong();
    if (now - lastRound < terms.round()) {
      return;
    }
    lastRound = now;
    membersChanged();
    confirmations.endOverdue(now);
    Set<UUID> members = grid.members();
    lease.begin(now, members);
    graves.values().forEach(grave -> grave.mournIfConfirmed(now, terms));
    List<UUID> burials = notYetMourned();
    List<Confirmations.Open> asked = confirmations.open();
    List<Claimed> claims =
        asked.stream()
            .flatMap(one -> one.claims().stream())
            .limit(MemberQuestion.MAX_ITEMS)
            .toList();
    byte[] question =
        new MemberQuestion(self, terms.fingerprint(), now, marks.get(), facts, burials, claims)
            .encode();
    for (UUID member : members) {
      if (!member.equals(self)) {
        Round round = new Round(now, self, burials, asked);
        grid.ask(member, question, (answer, failure) -> answered(member, round, answer));
      }
    }
  }

  private record Round(
      long at, UUID as, List<UUID> burials, List<Confirmations.Open> confirmations) {}

  private List<UUID> notYetMourned() {
    return graves.values().stream()
        .filter(grave -> !grave.isMourned())
        .map(Grave::dead)
        .limit(MemberQuestion.MAX_ITEMS)
        .toList();
  }

  private void answered(UUID member, Round round, byte[] bytes) {
    if (bytes == null || !round.as().equals(self)) {
      return;
    }
    MemberAnswer answer = MemberAnswer.decode(bytes);
    if (!answer.isOfSameTerms()) {
      onOtherTerms.accept(member);
      return;
    }
    if (answer.vouches()) {
      lease.vouched(member, round.at());
    }
    for (int i = 0; i < answer.burials().size(); i++) {
      Grave grave = graves.get(round.burials().get(i));
      if (grave != null) {
        grave.answered(member, answer.burials().get(i), round.at());
        grave.mournIfConfirmed(clock.getAsLong(), terms);
      }
    }
    confirmations.answered(round.confirmations(), member, answer.claims(), round.at());
  }

  /** Buries the members that have gone since. */
  public void membersChanged() {
    Set<UUID> members = grid.members();
    for (UUID gone : known) {
      if (!members.contains(gone)) {
        buried.put(gone, true);
        Peer peer = peers.get(gone);
        Marks last = peer == null ? Marks.NONE : peer.marks();
        boolean hasLeft = peer != null && peer.facts().isLeaving();
        graves.put(gone, new Grave(gone, clock.getAsLong(), last, hasLeft));
      }
    }
    known.retainAll(members);
    known.addAll(members);
  }

  /** Begins anew under another id; what was buried stays buried. */
  public void identityChanged() {
    known.forEach(one -> buried.put(one, true));
    graves.clear();
    peers.clear();
    lease.reset();
    join();
    known.forEach(buried::remove);
    confirmations.endAll();
  }

  /** Answers another member's question. */
  public byte[] asked(byte[] bytes) {
    MemberQuestion question = MemberQuestion.decode(bytes);
    membersChanged();
    UUID from = question.from();
    if (question.fingerprint() != terms.fingerprint()) {
      onOtherTerms.accept(from);
      return new MemberAnswer(false, false, List.of(), List.of()).encode();
    }
    long now = clock.getAsLong();
    boolean vouches =
        grid.members().contains(from) && buried.get(from) == null && now - since >= terms.silence();
    if (vouches || known.contains(from)) {
      peers.put(from, new Peer(question.marks(), question.clock() - now, question.facts()));
    }
    List<MemberAnswer.Burial> burials = question.burials().stream().map(this::burial).toList();
    List<Boolean> claims =
        vouches
            ? accept(from, question.claims())
            : question.claims().stream().map(claim -> false).toList();
    return new MemberAnswer(vouches, true, burials, claims).encode();
  }

  private MemberAnswer.Burial burial(UUID missed) {
    Grave grave = graves.get(missed);
    Peer peer = peers.get(missed);
    Marks told = grave != null ? grave.marks() : peer != null ? peer.marks() : Marks.NONE;
    return new MemberAnswer.Burial(grave != null, told);
  }

  /** Accepts claims, each unless another living member has the share. */
  private List<Boolean> accept(UUID claimant, List<Claimed> claims) {
    List<Boolean> answers = new ArrayList<>();
    for (Claimed claim : claims) {
      UUID prior = accepted.get(claim);
      boolean isFree = prior == null || prior.equals(claimant) || isHeir(claimant, prior, claim);
      boolean accepts = isFree && graves.containsKey(claim.dead());
      if (accepts) {
        accepted.put(claim, claimant);
      }
      answers.add(accepts);
    }
    return answers;
  }

  /** True if the prior claimant is buried, and this one has been accepted for its calls. */
  private boolean isHeir(UUID claimant, UUID prior, Claimed claim) {
    return graves.containsKey(prior)
        && claimant.equals(accepted.get(new Claimed(prior, claim.share())));
  }
}
