package org.sipasync.payara.own;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.sipasync.Problem;
import org.sipasync.container.dispatch.SessionAgents;
import org.sipasync.container.session.AppSession;
import org.sipasync.container.session.Lane;
import org.sipasync.container.session.SessionKeeper;
import org.sipasync.container.session.SessionSnapshot;
import org.sipasync.container.session.SessionTransfer;
import org.sipasync.container.session.Sessions;
import org.sipasync.spi.CallSurvival;
import org.sipasync.spi.CallSurvival.StoredSession;
import org.sipasync.spi.SurvivingSession;
import org.sipasync.support.Failures;
import org.sipasync.support.LimitedLog;

/**
 * Application sessions of this server in the cluster, and those of lost ones. Thread-safe.
 *
 * <pre>
 *   after each work in its turn:
 *   nothing to keep ── dialog confirmed, persistent timer ──▶ KEPT ── changed: written after a time
 *        ▲                                                     │
 *        └────── nothing left to keep, session ended ──────────┘
 * </pre>
 */
final class SurvivingSessions implements SessionKeeper {
  private static final LimitedLog LOG = new LimitedLog(System.getLogger("org.sipasync"));

  private static final long MAX_SECONDS = 5;

  private final CallSurvival cluster;
  private final Sessions sessions;
  private final SessionAgents agents;
  private final Function<String, Optional<WarContext>> applications;
  private final DeploymentPolicy mayTakeOver;
  private final Map<AppSession, Kept> kept = new ConcurrentHashMap<>();

  /**
   * Keeps none so far.
   *
   * @param applications finds a deployed application by name
   */
  SurvivingSessions(
      CallSurvival cluster,
      Sessions sessions,
      SessionAgents agents,
      Function<String, Optional<WarContext>> applications,
      DeploymentPolicy mayTakeOver) {
    this.cluster = cluster;
    this.sessions = sessions;
    this.agents = agents;
    this.applications = applications;
    this.mayTakeOver = mayTakeOver;
  }

  @Override
  public void settled(AppSession session) {
    Kept known = kept.get(session);
    if (known != null) {
      known.changed();
    } else if (SessionTransfer.isWorthIt(session, agents)) {
      applications
          .apply(session.getApplicationName())
          .filter(war -> war.application() == session.application())
          .ifPresent(war -> keep(new Kept(session, war, transfer(war))));
    }
  }

  private void keep(Kept fresh) {
    kept.put(fresh.session, fresh);
    fresh.changed();
  }

  private SessionTransfer transfer(WarContext war) {
    return new SessionTransfer(agents, new WarValues(war.classLoader()));
  }

  @Override
  public void ended(AppSession session) {
    Kept known = kept.remove(session);
    if (known != null) {
      known.end();
    }
  }

  @Override
  public boolean mayAct() {
    return cluster.mayAnswer();
  }

  /**
   * Ends all that are stored without a word: other servers have them. Blocks for seconds at most.
   */
  void discardAll() {
    Map<AppSession, Kept> all = new HashMap<>(kept);
    all.values().removeIf(each -> each.stored == null);
    InLanes.run(all.keySet(), session -> all.get(session).discard(), MAX_SECONDS);
  }

  /** Goes on with a session of a lost server; returns what ends it without a word. */
  Runnable takeOver(SurvivingSession from, StoredSession stored) {
    WarContext war = applications.apply(from.application()).orElse(null);
    String why =
        mayTakeOver.refusal(
            from.application(), from.deployment(), war == null ? null : war.deployment());
    if (why != null) {
      lost(from, stored, why);
      return () -> {};
    }
    Restored restored = new Restored(from, stored, war, sessions.lanes().create());
    restored.lane.execute(restored::begin);
    return restored::abandon;
  }

  private static void lost(SurvivingSession session, StoredSession stored, String why) {
    stored.end();
    LOG.log(
        Level.WARNING,
        "session lost " + why,
        Problem.SESSION_NOT_TAKEN_OVER.message(session.id(), session.application(), why));
  }

  /** A session of a lost server, on its way into this one. */
  private final class Restored {
    private final SurvivingSession from;
    private final StoredSession stored;
    private final WarContext war;
    private final Lane lane;
    private final long shift;
    private Kept session;

    Restored(SurvivingSession from, StoredSession stored, WarContext war, Lane lane) {
      this.from = from;
      this.stored = stored;
      this.war = war;
      this.lane = lane;
      this.shift = sessions.timers().currentTimeMillis() - from.clock();
    }

    void begin() {
      try {
        SessionSnapshot snapshot = SessionSnapshot.decode(from.state());
        SessionTransfer transfer = transfer(war);
        AppSession made = transfer.restore(sessions, war.application(), lane, snapshot, shift);
        if (made == null) {
          lost(from, stored, "a session of its id is here already");
          return;
        }
        session = new Kept(made, war, transfer);
        session.stored = stored;
        kept.put(made, session);
      } catch (IOException | RuntimeException e) {
        lost(from, stored, Failures.describe(e));
      }
    }

    void abandon() {
      lane.execute(
          () -> {
            if (session != null) {
              session.discard();
            }
          });
    }
  }

  /** A session that is kept in the cluster. In its lane, unless a method says otherwise. */
  private final class Kept implements CallSurvival.Candidate {
    private final AppSession session;
    private final WarContext war;
    private final SessionTransfer transfer;
    private final AtomicBoolean isWaiting = new AtomicBoolean();
    private volatile boolean isEnded;

    /** State that was written last; null before. */
    private byte[] last;

    /** Null until it is written. */
    private volatile StoredSession stored;

    Kept(AppSession session, WarContext war, SessionTransfer transfer) {
      this.session = session;
      this.war = war;
      this.transfer = transfer;
    }

    boolean isWorthIt() {
      return transfer.isWorthIt(session);
    }

    void changed() {
      if (isWaiting.compareAndSet(false, true) && !cluster.suspended(this)) {
        isWaiting.set(false);
      }
    }

    /** Returns true until the session ends. Thread-safe. */
    @Override
    public boolean isSuspended() {
      return !isEnded;
    }

    /** Enqueues the writing. Thread-safe. */
    @Override
    public void store() {
      session.lane().execute(this::write);
    }

    private void write() {
      isWaiting.set(false);
      if (isEnded || !session.isValid()) {
        return;
      }
      if (!isWorthIt()) {
        ended(session);
        return;
      }
      byte[] state = transfer.snapshot(session).encode();
      if (!Arrays.equals(state, last)) {
        last = state;
        write(
            new SurvivingSession(
                war.name(),
                war.deployment(),
                session.getId(),
                state,
                sessions.timers().currentTimeMillis()));
      }
    }

    private void write(SurvivingSession surviving) {
      if (stored == null) {
        stored = cluster.store(surviving, () -> session.lane().execute(this::discard));
      } else {
        stored.replace(surviving);
      }
    }

    void end() {
      isEnded = true;
      if (stored != null) {
        stored.end();
      }
    }

    /** Ends it without a word: another server has it. */
    void discard() {
      isEnded = true;
      kept.remove(session, this);
      if (session.isValid()) {
        agents.discard(session);
      }
    }
  }
}
