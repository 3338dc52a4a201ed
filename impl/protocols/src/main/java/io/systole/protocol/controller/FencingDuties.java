package io.systole.protocol.controller;

import io.systole.cib.options.ClusterOption;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.protocol.controller.Proposals.Purpose;
import io.systole.protocol.transition.GraphAction;
import io.systole.protocol.transition.TransitionEvent;
import io.systole.protocol.transition.TransitionRun;
import java.time.Duration;
import java.util.Optional;

/** Has nodes fenced, and believes it only when it is sure that the result is not an old one. */
final class FencingDuties {

  private static final String ON = "on";
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

  private FencingDuties() {}

  /** The graph wants {@code target} fenced. */
  static void fence(Turn turn, GraphAction action, NodeName target) {
    Optional<Coordination> dc = turn.state().coordination();
    if (dc.isEmpty()) {
      return;
    }
    turn.set(turn.state().with(dc.get().fencing(target, action.id())));
    ask(turn, action, target);
  }

  /** The fencer is back: what it was asked before is asked again. */
  static void connected(Turn turn) {
    Optional<Coordination> dc = turn.state().coordination();
    Optional<TransitionRun> run = turn.state().transition().run();
    if (dc.isEmpty() || run.isEmpty()) {
      return;
    }
    dc.get()
        .fencing()
        .forEach((target, action) ->
            run.get().graph().action(action).ifPresent(known -> ask(turn, known, target)));
  }

  private static void ask(Turn turn, GraphAction action, NodeName target) {
    if (!turn.state().daemons().has(Service.FENCER)) {
      return;
    }
    String how =
        action
            .attribute("CRM_meta_stonith_action")
            .orElseGet(
                () -> turn.state().daemons().cib().options().choice(ClusterOption.FENCING_ACTION));
    Duration timeout =
        turn.state()
            .transition()
            .run()
            .map(run -> run.graph().fencingTimeout())
            .orElse(DEFAULT_TIMEOUT);
    turn.emit(new ControllerEffect.Fence(turn.state().seen(), target, how, timeout));
  }

  /** What this node had asked for as the DC has ended; it may have been replaced since. */
  static void ended(Turn turn, ControllerEvent.FenceEnded ended) {
    NodeName target = ended.target();
    long asOf = ended.epoch().number();
    boolean down = ended.succeeded() && !ended.action().equals(ON);
    if (down && !turn.state().presence().counts(target, asOf)) {
      turn.refuse(ControllerRefusal.STALE_FENCING);
      return;
    }
    if (down) {
      succeeded(turn, target, asOf);
      Leading.beginAnew(turn);
    } else if (!ended.succeeded()) {
      failed(turn, target);
    }
    Optional<Coordination> dc =
        turn.state().coordination().filter(c -> c.epoch().equals(ended.epoch()));
    Optional<Integer> action = dc.map(Coordination::fencing).map(all -> all.get(target));
    if (dc.isPresent() && action.isPresent()) {
      turn.set(turn.state().with(dc.get().notFencing(target)));
      turn.run(
          new TransitionEvent.ActionEnded(
              turn.state().transition().number(), action.get(), ended.succeeded()));
    } else if (down) {
      Scheduling.want(turn, target + " was fenced");
    }
  }

  /** Somebody had a node fenced, perhaps this DC. */
  static void heard(Turn turn, ControllerEvent.FencingHeard heard) {
    NodeName target = heard.target();
    boolean down = heard.succeeded() && !heard.action().equals(ON);
    boolean awaited =
        turn.state()
            .coordination()
            .filter(dc -> dc.fencing().containsKey(target) || dc.fenced().contains(target))
            .isPresent();
    if (!down || awaited) {
      turn.refuse(ControllerRefusal.NOTHING_TO_DO);
      return;
    }
    Optional<Long> asOf = asOf(turn, heard);
    if (asOf.isEmpty() || !turn.state().presence().counts(target, asOf.get())) {
      turn.refuse(ControllerRefusal.STALE_FENCING);
      return;
    }
    succeeded(turn, target, asOf.get());
    if (!isReachable(turn, target)) {
      Scheduling.want(turn, target + " was fenced");
    }
  }

  /**
   * The epoch in which it was asked for. If nobody says, it is taken for the present one as long as
   * the node takes no part in that.
   */
  private static Optional<Long> asOf(Turn turn, ControllerEvent.FencingHeard heard) {
    if (heard.asOf().isPresent()) {
      return heard.asOf().map(Epoch::number);
    }
    return isReachable(turn, heard.target())
        ? Optional.empty()
        : turn.state().coordination().map(dc -> dc.epoch().number());
  }

  private static boolean isReachable(Turn turn, NodeName node) {
    return turn.state().join().view().filter(view -> view.nodes().contains(node)).isPresent();
  }

  /**
   * A node is down. What is known of it is noted for the next round, too: often the fenced node's
   * absence leads to that round before this one's edits are made.
   */
  private static void succeeded(Turn turn, NodeName node, long asOf) {
    turn.set(turn.state().with(turn.state().presence().fenced(node, asOf)));
    Optional<Coordination> dc = turn.state().coordination();
    if (dc.isPresent()) {
      turn.set(turn.state().with(dc.get().down(node)));
      Proposing.want(turn, Purpose.UPKEEP, NodeStates.fenced(NodeIds.of(turn, node), node));
      turn.emit(new ControllerEffect.PurgeAttributes(node));
    }
  }

  private static void failed(Turn turn, NodeName node) {
    turn.set(turn.state().with(turn.state().presence().fencingFailed(node)));
    turn.state().coordination().ifPresent(dc -> turn.set(turn.state().with(dc.failedToFence())));
  }

  /**
   * Whether the last transition failed because a node could not be fenced, so that trying at once
   * would be in vain. After too many failures in a row something else has to happen first.
   */
  static boolean waitAfterFailure(Turn turn) {
    if (turn.state().coordination().filter(Coordination::fencingFailed).isEmpty()) {
      return false;
    }
    int failures = turn.state().presence().fencingFailures().values().stream().reduce(1, Math::max);
    long most = Patience.maxFencingAttempts(turn.state().daemons().cib().options());
    if (failures < most) {
      turn.emit(
          new ControllerEffect.StartTimer(
              Timer.of(Timer.Kind.FENCING_RETRY), Patience.afterFencing(failures)));
    }
    return true;
  }
}
