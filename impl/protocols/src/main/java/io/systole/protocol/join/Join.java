package io.systole.protocol.join;

import io.systole.kernel.Epoch;
import io.systole.kernel.Machine;
import io.systole.kernel.NodeName;
import io.systole.kernel.Step;
import io.systole.kernel.View;

/**
 * The join sequence: before the DC decides anything, all members have one CIB and have said what
 * runs on them.
 *
 * <pre>
 * DC                              member
 * offer ------------------------> (or the member announces itself first)
 *       <------------------------ request, with what its CIB is like
 * all requests in: the best CIB is made everybody's
 * ack   ------------------------>
 *                                 puts its history of operations into the CIB
 *       <------------------------ confirm
 * all confirmed: complete
 * </pre>
 *
 * <p>An offer comes about in four ways: the DC was elected, which every change of the view leads
 * to; a member left the round, since the replicas' view changed under it; a node announced itself;
 * or the DC came to act for the whole cluster when it has held a round for a part of it. A round
 * that is opened again has a greater epoch, and answers to the older one are refused. An epoch that
 * its DC has lost in a crash, but a replica remembers, leads to another offer, too. The DC is a
 * member like any other and joins by its own messages.
 */
public final class Join implements Machine<JoinState, JoinEvent, JoinEffect> {

  private final JoinMember member;
  private final JoinCoordinator coordinator;

  public Join(JoinConstants constants) {
    this.member = new JoinMember(constants);
    this.coordinator = new JoinCoordinator(constants);
  }

  @Override
  public Step<JoinState, JoinEffect> step(JoinState state, JoinEvent event) {
    return switch (event) {
      case JoinEvent.ViewChanged changed -> viewChanged(state, changed.view());
      case JoinEvent.DcElected elected -> dcElected(state, elected);
      case JoinEvent.EpochSeen seen -> epochSeen(state, seen.epoch());
      case JoinEvent.CibTold told -> member.cibTold(state, told.held());
      case JoinEvent.CibLost _ -> member.cibLost(state);
      case JoinEvent.MessageDelivered delivered ->
          messageDelivered(state, delivered.sender(), delivered.message());
      case JoinEvent.Synchronised synchronised ->
          coordinator.synchronised(state, synchronised.epoch());
      case JoinEvent.SynchroniseFailed failed ->
          coordinator.synchroniseFailed(state, failed.epoch());
      case JoinEvent.RoundRefused refused -> member.roundRefused(state, refused.epoch());
      case JoinEvent.HistoryWritten written -> member.historyWritten(state, written.epoch());
      case JoinEvent.TimerFired fired -> timerFired(state, fired.timer());
      case JoinEvent.RoundWanted wanted -> coordinator.roundWanted(state, wanted.epoch());
    };
  }

  /** Spec: Join!ViewChanged. All phases fall back to none; the election says what comes next. */
  private static Step<JoinState, JoinEffect> viewChanged(JoinState state, View view) {
    return Step.to(
        state.inView(view),
        new JoinEffect.CancelTimer(JoinTimer.OFFER),
        new JoinEffect.CancelTimer(JoinTimer.INTEGRATION),
        new JoinEffect.CancelTimer(JoinTimer.FINALIZATION),
        new JoinEffect.CancelTimer(JoinTimer.RETRY));
  }

  private Step<JoinState, JoinEffect> dcElected(JoinState state, JoinEvent.DcElected elected) {
    JoinState under = state.under(elected.dc()).seeing(elected.greatest());
    return coordinator.leads(under) ? coordinator.open(under) : member.awaitOffer(under);
  }

  /** Spec: Join!EpochSeen. */
  private Step<JoinState, JoinEffect> epochSeen(JoinState state, Epoch epoch) {
    if (epoch.compareTo(state.seen()) <= 0) {
      return Step.refuse(state, JoinRefusal.NOTHING_NEW);
    }
    JoinState knowing = state.seeing(epoch);
    return state.round().isPresent() ? coordinator.superseded(knowing) : Step.to(knowing);
  }

  private Step<JoinState, JoinEffect> messageDelivered(
      JoinState state, NodeName sender, JoinMessage message) {
    return switch (message) {
      case JoinMessage.JoinAnnounce announce -> coordinator.announced(state, sender, announce);
      case JoinMessage.JoinOffer offer -> member.offered(state, sender, offer);
      case JoinMessage.JoinRequest request -> coordinator.requested(state, sender, request);
      case JoinMessage.JoinAck ack -> member.acknowledged(state, sender, ack);
      case JoinMessage.JoinNack nack -> member.refused(state, sender, nack);
      case JoinMessage.JoinConfirm confirm -> coordinator.confirmed(state, sender, confirm);
    };
  }

  private Step<JoinState, JoinEffect> timerFired(JoinState state, JoinTimer timer) {
    return switch (timer) {
      case OFFER -> member.offerOverdue(state);
      case INTEGRATION -> coordinator.integrationOverdue(state);
      case FINALIZATION -> coordinator.finalizationOverdue(state);
      case RETRY -> coordinator.retryDue(state);
    };
  }
}
