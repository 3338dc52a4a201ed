package io.systole.protocol.controller;

import com.google.common.collect.ImmutableSortedSet;
import io.systole.cib.Cib;
import io.systole.kernel.ComposedMachine;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.Step;
import io.systole.kernel.View;
import io.systole.protocol.election.Election;
import io.systole.protocol.election.ElectionConstants;
import io.systole.protocol.election.ElectionEvent;
import io.systole.protocol.join.Join;
import io.systole.protocol.join.JoinConstants;
import io.systole.protocol.join.JoinEvent;
import io.systole.protocol.join.JoinMessage;
import io.systole.protocol.join.JoinRound;
import io.systole.protocol.join.JoinTimer;
import io.systole.protocol.transition.Transition;
import io.systole.protocol.transition.TransitionEvent;
import java.util.Iterator;
import java.util.Optional;

/**
 * All that the controller of a node decides. It is composed of the machines of the election, of the
 * join sequence and of the transition; what lies between them has a class for each decision.
 *
 * <p>After each event everything that should be so by now is made so: the fencer has the newest
 * devices, the CIB has the attributes, what waits is proposed, and the scheduler is asked if there
 * is a reason.
 */
public final class Controller
    implements ComposedMachine<ControllerState, ControllerEvent, ControllerEffect> {

  private final ControllerConstants constants;
  private final Turn.Machines machines;

  public Controller(ControllerConstants constants) {
    this.constants = constants;
    this.machines =
        new Turn.Machines(
            new Election(
                new ElectionConstants(
                    constants.self(), ImmutableSortedSet.copyOf(constants.nodes().keySet()))),
            new Join(new JoinConstants(constants.self(), ControllerConstants.MESSAGE_VERSION)),
            new Transition());
  }

  @Override
  public Step<ControllerState, ControllerEffect> step(
      ControllerState state, ControllerEvent event, Parts parts) {
    if (state.orders().left()) {
      return Step.refuse(state, ControllerRefusal.LEFT);
    }
    Turn turn = new Turn(constants, machines, state, parts);
    happened(turn, event);
    settle(turn);
    return turn.end();
  }

  private static void happened(Turn turn, ControllerEvent event) {
    switch (event) {
      case ControllerEvent.ViewChanged changed -> viewChanged(turn, changed.view());
      case ControllerEvent.MessageDelivered delivered ->
          delivered(turn, delivered.sender(), delivered.message());
      case ControllerEvent.EpochSeen seen -> epochSeen(turn, seen.epoch());
      case ControllerEvent.TimerFired fired -> fired(turn, fired.timer());
      case ControllerEvent.Connected connected -> connected(turn, connected.service());
      case ControllerEvent.Disconnected gone -> disconnected(turn, gone.service());
      case ControllerEvent.CibChanged changed -> cibChanged(turn, changed.cib());
      case ControllerEvent.CibStateChanged changed -> cibStateChanged(turn, changed);
      case ControllerEvent.CibSynchronised done ->
          turn.join(new JoinEvent.Synchronised(done.epoch()));
      case ControllerEvent.CibSynchroniseFailed failed ->
          turn.join(new JoinEvent.SynchroniseFailed(failed.epoch()));
      case ControllerEvent.CibRoundRefused refused ->
          turn.join(new JoinEvent.RoundRefused(refused.epoch()));
      case ControllerEvent.EditsAccepted accepted -> Proposing.accepted(turn, accepted);
      case ControllerEvent.EditsRefused refused -> Proposing.refused(turn, refused);
      case ControllerEvent.Scheduled answer -> Scheduling.answered(turn, answer);
      case ControllerEvent.ScheduleFailed failed -> Scheduling.failed(turn, failed.number());
      case ControllerEvent.Executed executed -> OrderKeeping.executed(turn, executed);
      case ControllerEvent.ExecuteRefused refused -> OrderKeeping.refused(turn, refused);
      case ControllerEvent.OperationCancelled done -> OrderKeeping.cancelled(turn, done.key());
      case ControllerEvent.ResourceForgotten done ->
          OrderKeeping.forgotten(turn, done.key(), done.resource());
      case ControllerEvent.HistoryTold told -> OrderKeeping.historyTold(turn, told.history());
      case ControllerEvent.FenceEnded ended -> FencingDuties.ended(turn, ended);
      case ControllerEvent.FencingHeard heard -> FencingDuties.heard(turn, heard);
      case ControllerEvent.AttributeChanged changed ->
          AttributeKeeping.changed(turn, changed.node(), changed.name(), changed.value());
      case ControllerEvent.AttributesTold told -> AttributeKeeping.told(turn, told.values());
      case ControllerEvent.LeaveRequested requested ->
          Leaving.requested(turn, requested.nowSeconds());
    }
  }

  private static void viewChanged(Turn turn, View view) {
    Coordinating.stop(turn);
    Coordinating.noteReturns(turn, view);
    turn.join(new JoinEvent.ViewChanged(view));
    turn.elect(new ElectionEvent.ViewChanged(view));
  }

  private static void delivered(Turn turn, NodeName sender, ControllerMessage message) {
    switch (message) {
      case ControllerMessage.ElectionSaid said ->
          turn.elect(new ElectionEvent.VoteDelivered(sender, said.vote()));
      case ControllerMessage.JoinSaid said -> joinSaid(turn, sender, said.message());
      case ControllerMessage.OperationOrdered order -> OrderKeeping.ordered(turn, sender, order);
      case ControllerMessage.OrderEnded ended -> ResultReading.orderEnded(turn, ended);
      case ControllerMessage.ShutdownOrdered order -> Leaving.ordered(turn, sender, order);
    }
  }

  private static void joinSaid(Turn turn, NodeName sender, JoinMessage message) {
    turn.join(new JoinEvent.MessageDelivered(sender, message));
    if (message instanceof JoinMessage.JoinAck ack) {
      Leading.acknowledged(turn, ack);
    }
  }

  private static void epochSeen(Turn turn, Epoch epoch) {
    turn.join(new JoinEvent.EpochSeen(epoch));
  }

  private static void fired(Turn turn, Timer timer) {
    switch (timer.kind()) {
      case DEADTIME -> turn.elect(new ElectionEvent.DeadtimePassed());
      case VOTES -> turn.elect(new ElectionEvent.VotesOverdue());
      case OFFER -> turn.join(new JoinEvent.TimerFired(JoinTimer.OFFER));
      case INTEGRATION -> turn.join(new JoinEvent.TimerFired(JoinTimer.INTEGRATION));
      case FINALIZATION -> turn.join(new JoinEvent.TimerFired(JoinTimer.FINALIZATION));
      case JOIN_RETRY -> turn.join(new JoinEvent.TimerFired(JoinTimer.RETRY));
      case ACTION -> overdue(turn, timer);
      case RETURN_HOLD -> Coordinating.released(turn);
      case RETURN_LIMIT -> Coordinating.giveUp(turn, new NodeName(timer.subject()));
      case FENCING_RETRY -> Scheduling.due(turn, "a fencing that failed is tried again");
      case PROPOSAL_RETRY -> Proposing.rested(turn);
      case SCHEDULE_RETRY -> Scheduling.due(turn, "the last attempt led to nothing");
      case RECHECK -> Scheduling.recheckDue(turn);
      case SHUTDOWN_ESCALATION -> Leaving.escalated(turn);
    }
  }

  private static void overdue(Turn turn, Timer timer) {
    int colon = timer.subject().indexOf(':');
    long transition = Long.parseLong(timer.subject().substring(0, colon));
    int action = Integer.parseInt(timer.subject().substring(colon + 1));
    turn.run(new TransitionEvent.ActionOverdue(transition, action));
  }

  private static void connected(Turn turn, Service service) {
    turn.set(turn.state().with(turn.state().daemons().with(service)));
    switch (service) {
      case CIB -> Proposing.rested(turn);
      case EXECUTOR -> OrderKeeping.connected(turn);
      case FENCER -> FencingDuties.connected(turn);
      case ATTRIBUTES -> Leaving.announce(turn);
      case SCHEDULER -> {}
    }
  }

  private static void disconnected(Turn turn, Service service) {
    turn.set(turn.state().with(turn.state().daemons().without(service)));
    switch (service) {
      case CIB -> {
        Proposing.lost(turn);
        turn.join(new JoinEvent.CibLost());
        // Only the request under way can fail; at any other point of the round this is refused.
        Optional<Epoch> round = turn.state().join().round().map(JoinRound::epoch);
        round.ifPresent(epoch -> turn.join(new JoinEvent.SynchroniseFailed(epoch)));
      }
      case SCHEDULER -> Scheduling.lost(turn);
      case EXECUTOR, FENCER, ATTRIBUTES -> {}
    }
  }

  private static void cibChanged(Turn turn, Cib cib) {
    Cib before = turn.state().daemons().cib();
    turn.set(turn.state().with(turn.state().daemons().holding(cib)));
    ResultReading.cibChanged(turn, before, cib);
  }

  private static void cibStateChanged(Turn turn, ControllerEvent.CibStateChanged changed) {
    turn.set(turn.state().with(turn.state().daemons().inStep(changed.synchronised())));
    Leading.told(turn, changed);
    if (changed.synchronised()) {
      Proposing.rested(turn);
    }
    epochSeen(turn, changed.seen());
    turn.join(new JoinEvent.CibTold(changed.held()));
  }

  /** Makes so what should be so after any event. */
  private static void settle(Turn turn) {
    remember(turn);
    // This may open an epoch, which the election hears of like any other.
    Leading.beginAnew(turn);
    if (turn.state().election().seen().compareTo(turn.state().seen()) < 0) {
      turn.elect(new ElectionEvent.EpochSeen(turn.state().seen()));
    }
    DevicePushing.push(turn);
    AttributeKeeping.keep(turn);
    Proposing.flush(turn);
    Scheduling.askIfWanted(turn);
  }

  /** Notes in which epoch each member was last here, once this node takes part in the epoch. */
  private static void remember(Turn turn) {
    Optional<Epoch> offer = turn.state().join().offer();
    Optional<View> view = turn.state().join().view();
    if (offer.isEmpty() || view.isEmpty()) {
      return;
    }
    Presence presence = turn.state().presence();
    Iterator<NodeName> members = view.get().members().iterator();
    boolean known =
        members.hasNext()
            && presence.lastMember().getOrDefault(members.next(), 0L) >= offer.get().number();
    if (!known) {
      turn.set(turn.state().with(presence.members(offer.get().number(), view.get().members())));
    }
  }
}
