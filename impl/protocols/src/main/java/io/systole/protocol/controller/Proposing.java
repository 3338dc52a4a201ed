package io.systole.protocol.controller;

import com.google.common.collect.ImmutableList;
import io.systole.cib.CibEdit;
import io.systole.cib.CibVersion;
import io.systole.kernel.NodeName;
import io.systole.protocol.controller.Proposals.Batch;
import io.systole.protocol.controller.Proposals.Purpose;
import io.systole.protocol.join.JoinEvent;
import java.util.Optional;
import java.util.function.Predicate;

/** Brings edits into the CIB in the order in which they were wanted, whatever comes between. */
final class Proposing {

  private Proposing() {}

  /** Has {@code edits} proposed as soon as it is their turn. */
  static void want(Turn turn, Purpose purpose, ImmutableList<CibEdit> edits) {
    if (!edits.isEmpty()) {
      add(turn, new Batch(purpose, turn.state().seen(), "", edits));
    }
  }

  /** Has edits about a node proposed. */
  static void want(Turn turn, Purpose purpose, NodeName subject, ImmutableList<CibEdit> edits) {
    add(turn, new Batch(purpose, turn.state().seen(), subject.value(), edits));
  }

  private static void add(Turn turn, Batch batch) {
    put(turn, proposals(turn).plus(batch));
  }

  private static Proposals proposals(Turn turn) {
    return turn.state().proposals();
  }

  private static void put(Turn turn, Proposals proposals) {
    turn.set(turn.state().with(proposals));
  }

  /** Forgets what only the DC of a round that is over wanted. */
  static void dropOfDc(Turn turn) {
    keep(turn, batch -> !batch.purpose().isOfDc());
    put(turn, proposals(turn).reaching(new CibVersion(0, 0, 0)));
  }

  /** Forgets what this node said of itself, since its whole history is proposed instead. */
  static void dropResults(Turn turn) {
    keep(turn, batch -> batch.purpose().isOfDc());
  }

  private static void keep(Turn turn, Predicate<Batch> wanted) {
    put(
        turn,
        proposals(turn)
            .waiting(
                proposals(turn).waiting().stream()
                    .filter(wanted)
                    .collect(ImmutableList.toImmutableList())));
  }

  /** Proposes what waits, if nothing is under way and the CIB manager takes changes. */
  static void flush(Turn turn) {
    Proposals proposals = proposals(turn);
    ImmutableList<Batch> waiting = proposals.waiting();
    Daemons daemons = turn.state().daemons();
    boolean canPropose = daemons.has(Service.CIB) && daemons.synchronised();
    if (proposals.underWay().isPresent()
        || waiting.isEmpty()
        || proposals.resting()
        || !canPropose) {
      return;
    }
    Batch first = waiting.get(0);
    int merged = 1;
    while (merged < waiting.size() && canJoin(first, waiting.get(merged))) {
      merged++;
    }
    ImmutableList<CibEdit> edits =
        waiting.subList(0, merged).stream()
            .flatMap(batch -> batch.edits().stream())
            .collect(ImmutableList.toImmutableList());
    Batch batch = new Batch(first.purpose(), first.round(), first.subject(), edits);
    put(turn, proposals.propose(batch, waiting.subList(merged, waiting.size())));
    turn.emit(new ControllerEffect.ProposeEdits(proposals.last() + 1, batch.epoch(), edits));
  }

  /** Results, and the DC's upkeep, may share a proposal: nobody awaits a single one of them. */
  private static boolean canJoin(Batch first, Batch next) {
    boolean shares = first.purpose() == Purpose.RESULTS || first.purpose() == Purpose.UPKEEP;
    return shares && next.purpose() == first.purpose() && next.round().equals(first.round());
  }

  static void accepted(Turn turn, ControllerEvent.EditsAccepted accepted) {
    Optional<Batch> done = answered(turn, accepted.number());
    if (done.isEmpty()) {
      turn.refuse(ControllerRefusal.NOT_ASKED);
      return;
    }
    Batch batch = done.get();
    if (!batch.round().equals(turn.state().seen())) {
      return;
    }
    if (batch.purpose().isOfDc() && accepted.version().compareTo(proposals(turn).reached()) > 0) {
      put(turn, proposals(turn).reaching(accepted.version()));
    }
    switch (batch.purpose()) {
      case HISTORY -> turn.join(new JoinEvent.HistoryWritten(batch.round()));
      case STATES -> Coordinating.settled(turn);
      case SHUTDOWN -> Leaving.tell(turn, new NodeName(batch.subject()));
      case RESULTS, CONFIGURATION, UPKEEP -> {}
    }
  }

  static void refused(Turn turn, ControllerEvent.EditsRefused refused) {
    Optional<Batch> done = answered(turn, refused.number());
    if (done.isEmpty()) {
      turn.refuse(ControllerRefusal.NOT_ASKED);
      return;
    }
    // New nodes that were refused for good are proposed again in the next round, and must not hold
    // up what comes after them. All else must come into the CIB, whatever the reason was.
    if (refused.again() || done.get().purpose() != Purpose.CONFIGURATION) {
      again(turn, done.get());
      put(turn, proposals(turn).resting(true));
      turn.start(Timer.Kind.PROPOSAL_RETRY);
    }
  }

  /** It is time to try again, or the CIB manager says that it takes changes now. */
  static void rested(Turn turn) {
    put(turn, proposals(turn).resting(false));
  }

  /** The CIB manager is gone, and with it the answer. */
  static void lost(Turn turn) {
    Optional<Batch> batch = answered(turn, proposals(turn).last());
    batch.ifPresent(lost -> again(turn, lost));
  }

  private static Optional<Batch> answered(Turn turn, long number) {
    Proposals proposals = proposals(turn);
    if (proposals.underWay().isEmpty() || proposals.last() != number) {
      return Optional.empty();
    }
    put(turn, proposals.answered());
    return proposals.underWay();
  }

  /** Puts a batch back to where it was, unless the round is over whose DC wanted it. */
  private static void again(Turn turn, Batch batch) {
    if (!batch.purpose().isOfDc() || batch.round().equals(turn.state().seen())) {
      put(turn, proposals(turn).again(batch));
    }
  }
}
