package io.systole.protocol.controller;

import com.google.common.collect.ImmutableSortedSet;
import io.systole.cib.Cib;
import io.systole.protocol.controller.Coordination.Stage;
import io.systole.protocol.transition.GraphException;
import io.systole.protocol.transition.GraphReader;
import io.systole.protocol.transition.TransitionEffect;
import io.systole.protocol.transition.TransitionEvent;
import io.systole.protocol.transition.TransitionGraph;
import io.systole.xml.Element;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** When the DC asks the scheduler, and what it does with the answer. */
final class Scheduling {

  private Scheduling() {}

  /** Something has changed that the running transition did not bring about. */
  static void want(Turn turn, String reason) {
    Optional<Coordination> dc = turn.state().coordination();
    if (dc.isEmpty()) {
      return;
    }
    turn.set(turn.state().with(dc.get().wanting(reason)));
    if (dc.get().stage() == Stage.RUNNING) {
      turn.run(new TransitionEvent.TransitionAborted(reason));
    }
  }

  /**
   * Asks, if there is a reason, nothing is under way, and all that the DC wrote can be seen in its
   * own CIB: else it would decide on a picture that it knows to be old.
   */
  static void askIfWanted(Turn turn) {
    Optional<Coordination> dc = turn.state().coordination();
    if (dc.isEmpty() || dc.get().wanted().isEmpty() || !canAsk(turn, dc.get())) {
      return;
    }
    Daemons asking = turn.state().daemons().asking();
    long number = asking.questions();
    turn.set(turn.state().with(asking).with(dc.get().asking(number)));
    turn.cancel(Timer.Kind.FENCING_RETRY);
    turn.cancel(Timer.Kind.SCHEDULE_RETRY);
    turn.emit(new ControllerEffect.AskScheduler(number, question(turn, dc.get())));
  }

  private static boolean canAsk(Turn turn, Coordination dc) {
    ControllerState state = turn.state();
    return dc.stage() == Stage.IDLE
        && !dc.held()
        && dc.owed().isEmpty()
        && state.daemons().has(Service.SCHEDULER)
        && !state.proposals().owesOfDc()
        && isSeen(state);
  }

  /** Whether this node's CIB has all that its DC wrote. */
  static boolean isSeen(ControllerState state) {
    return state.daemons().cib().version().compareTo(state.proposals().reached()) >= 0;
  }

  /** The CIB with what the DC knows of quorum and of itself, whoever wrote it last. */
  private static Element question(Turn turn, Coordination dc) {
    Cib cib = turn.state().daemons().cib();
    return cib.root()
        .with("have-quorum", dc.quorate() ? "1" : "0")
        .with("dc-uuid", NodeIds.of(turn, turn.self()));
  }

  static void answered(Turn turn, ControllerEvent.Scheduled answer) {
    Optional<Coordination> dc = asked(turn, answer.number());
    if (dc.isEmpty()) {
      turn.refuse(ControllerRefusal.NOT_ASKED);
      return;
    }
    if (!dc.get().wanted().isEmpty()) {
      // The answer is to a CIB that is not the newest any more.
      turn.set(turn.state().with(dc.get().at(Stage.IDLE)));
      return;
    }
    try {
      TransitionGraph graph = GraphReader.read(answer.graph());
      Optional<Duration> recheck = recheckAfter(turn, answer);
      turn.set(turn.state().with(dc.get().at(Stage.RUNNING)));
      recheck.ifPresentOrElse(
          after -> turn.emit(new ControllerEffect.StartTimer(Timer.of(Timer.Kind.RECHECK), after)),
          () -> turn.cancel(Timer.Kind.RECHECK));
      turn.run(new TransitionEvent.TransitionStarted(graph));
    } catch (GraphException e) {
      later(turn, dc.get());
    }
  }

  /**
   * When the answer has to be asked for anew although nothing happens: when the scheduler says that
   * time alone changes it, and after the cluster's interval at the latest. Both times of the
   * scheduler's are by one clock, so that it does not matter whether that is right.
   */
  private static Optional<Duration> recheckAfter(Turn turn, ControllerEvent.Scheduled answer)
      throws GraphException {
    Duration interval = Patience.of(Timer.Kind.RECHECK, turn.state().daemons().cib().options());
    Stream<Duration> asSaid =
        GraphReader.recheckBy(answer.graph()).stream()
            .mapToObj(by -> Duration.ofSeconds(Math.max(1, by - answer.nowSeconds())));
    return Stream.concat(Stream.of(interval).filter(Duration::isPositive), asSaid)
        .min(Comparator.naturalOrder());
  }

  static void failed(Turn turn, long number) {
    Optional<Coordination> dc = asked(turn, number);
    if (dc.isEmpty()) {
      turn.refuse(ControllerRefusal.NOT_ASKED);
      return;
    }
    later(turn, dc.get());
  }

  /** The scheduler is gone, and with it the answer. */
  static void lost(Turn turn) {
    turn.state()
        .coordination()
        .filter(dc -> dc.stage() == Stage.ASKED)
        .ifPresent(dc ->
            turn.set(turn.state().with(dc.at(Stage.IDLE).wanting("the scheduler was restarted"))));
  }

  private static void later(Turn turn, Coordination dc) {
    turn.set(turn.state().with(dc.at(Stage.IDLE)));
    turn.start(Timer.Kind.SCHEDULE_RETRY);
  }

  private static Optional<Coordination> asked(Turn turn, long number) {
    return turn.state()
        .coordination()
        .filter(dc -> dc.stage() == Stage.ASKED && dc.asked() == number);
  }

  /** A transition is over: what comes next depends on how. */
  static void ended(Turn turn, TransitionEffect.EndTransition end) {
    Optional<Coordination> dc = turn.state().coordination();
    if (dc.isEmpty()) {
      return;
    }
    turn.set(turn.state().with(dc.get().at(Stage.IDLE).notFencing()));
    switch (end.outcome()) {
      case COMPLETE -> {
        // Until something happens, or it is time to look again.
      }
      case ABORTED -> want(turn, end.reason());
      case FAILED -> {
        if (!FencingDuties.waitAfterFailure(turn)) {
          want(turn, end.reason());
        }
      }
      case STUCK -> turn.start(Timer.Kind.SCHEDULE_RETRY);
    }
  }

  /** It is time to ask again though nothing has happened. What is under way is finished first. */
  static void recheckDue(Turn turn) {
    String reason = "it is time to look again";
    Optional<Coordination> running =
        turn.state().coordination().filter(dc -> dc.stage() == Stage.RUNNING);
    if (running.isPresent()) {
      turn.set(turn.state().with(running.get().wanting(reason)));
    } else {
      due(turn, reason);
    }
  }

  /** A timer says that it is time to ask again. */
  static void due(Turn turn, String reason) {
    Optional<Coordination> dc = turn.state().coordination();
    if (dc.isEmpty()) {
      turn.refuse(ControllerRefusal.TIMER_OVER);
      return;
    }
    turn.set(turn.state().with(dc.get().owing(ImmutableSortedSet.of())));
    want(turn, reason);
  }
}
