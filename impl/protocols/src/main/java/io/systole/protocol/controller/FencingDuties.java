package io.systole.protocol.controller;

import io.systole.kernel.NodeName;
import io.systole.kernel.View;
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
                () -> turn.state().daemons().cib().options().text("fencing-action", "reboot"));
    Duration timeout =
        turn.state()
            .transition()
            .run()
            .map(run -> run.graph().fencingTimeout())
            .orElse(DEFAULT_TIMEOUT);
    turn.emit(new ControllerEffect.Fence(turn.state().seen(), target, how, timeout));
  }

  /** What this DC, or the DC that this node was before, had asked for has ended. */
  static void ended(Turn turn, ControllerEvent.FenceEnded ended) {
    Optional<Coordination> dc = turn.state().coordination();
    if (dc.isEmpty()) {
      turn.refuse(ControllerRefusal.NOT_DC);
      return;
    }
    NodeName target = ended.target();
    boolean believed = ended.epoch().number() >= turn.state().presence().fencingCountsFrom(target);
    boolean down = ended.succeeded() && !ended.action().equals(ON);
    if (down && !believed) {
      turn.refuse(ControllerRefusal.STALE_FENCING);
      return;
    }
    if (down) {
      recordDown(turn, target);
    } else if (!ended.succeeded()) {
      turn.set(
          turn.state()
              .with(turn.state().presence().fencingFailed(target))
              .with(dc.get().failedToFence()));
    }
    boolean ofThisRound = ended.epoch().equals(dc.get().epoch());
    Optional<Integer> action = Optional.ofNullable(dc.get().fencing().get(target));
    if (ofThisRound && action.isPresent()) {
      notFencing(turn, target);
      turn.run(
          new TransitionEvent.ActionEnded(
              turn.state().transition().number(), action.get(), ended.succeeded()));
    } else if (down) {
      Scheduling.want(turn, target + " was fenced");
    }
  }

  /** Somebody had a node fenced, perhaps this DC. */
  static void heard(Turn turn, ControllerEvent.FencingHeard heard) {
    Optional<Coordination> dc = turn.state().coordination();
    if (dc.isEmpty()) {
      turn.refuse(ControllerRefusal.NOT_DC);
      return;
    }
    NodeName target = heard.target();
    boolean down = heard.succeeded() && !heard.action().equals(ON);
    boolean known = dc.get().fencing().containsKey(target) || dc.get().fenced().contains(target);
    if (!down || known) {
      turn.refuse(ControllerRefusal.NOTHING_TO_DO);
      return;
    }
    if (!isBelieved(turn, dc.get(), heard)) {
      turn.refuse(ControllerRefusal.STALE_FENCING);
      return;
    }
    recordDown(turn, target);
    Scheduling.want(turn, target + " was fenced");
  }

  /** A result counts for a node that is gone, unless it was asked for before the node last came. */
  private static boolean isBelieved(
      Turn turn, Coordination dc, ControllerEvent.FencingHeard heard) {
    NodeName target = heard.target();
    boolean reachable =
        turn.state().join().view().map(View::nodes).filter(n -> n.contains(target)).isPresent();
    long countsFrom = turn.state().presence().fencingCountsFrom(target);
    long asOf = heard.asOf().map(epoch -> epoch.number()).orElse(dc.epoch().number());
    return !reachable && asOf >= countsFrom && countsFrom <= dc.epoch().number();
  }

  private static void recordDown(Turn turn, NodeName node) {
    Optional<Coordination> dc = turn.state().coordination();
    dc.ifPresent(coordination -> turn.set(turn.state().with(coordination.down(node))));
    turn.set(turn.state().with(turn.state().presence().fencingSucceeded(node)));
    Proposing.want(turn, Purpose.UPKEEP, NodeStates.fenced(NodeIds.of(turn, node), node));
    turn.emit(new ControllerEffect.PurgeAttributes(node));
  }

  private static void notFencing(Turn turn, NodeName node) {
    turn.state().coordination().ifPresent(dc -> turn.set(turn.state().with(dc.notFencing(node))));
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
    } else {
      turn.start(Timer.Kind.RECHECK);
    }
    return true;
  }
}
