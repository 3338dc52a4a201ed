package io.systole.protocol.cib;

import com.google.common.collect.ImmutableList;
import io.systole.cib.StoredCib;
import io.systole.kernel.Machine;
import io.systole.kernel.Step;
import io.systole.kernel.View;
import io.systole.protocol.cib.CibState.Mark;
import io.systole.protocol.cib.CibState.Mode;
import io.systole.protocol.cib.CibState.Proposal;
import io.systole.protocol.cib.CibState.Storage;
import java.util.Optional;

/**
 * The machine of a replica. See the package for what it promises and why.
 *
 * <pre>
 * mode          event                      next mode
 * any           ViewChanged, Disconnected  Apart
 * any           SnapshotWanted             Collecting, if its epoch is greater than any seen
 * Collecting    Snapshot                   Synchronised, if all summaries are there
 * Synchronised  Persisted                  Apart, if the sender's CIB is another of equal version
 * </pre>
 */
public final class CibReplica implements Machine<CibState, CibEvent, CibEffect> {

  private final int maxProposals;

  /** A replica that lets {@link CibState#MAX_PROPOSALS} changes await their end. */
  public CibReplica() {
    this(CibState.MAX_PROPOSALS);
  }

  /**
   * The same with another limit.
   *
   * @param maxProposals how many changes of this node may await their end at once; at least 1
   */
  public CibReplica(int maxProposals) {
    this.maxProposals = maxProposals;
  }

  @Override
  public Step<CibState, CibEffect> step(CibState state, CibEvent event) {
    return switch (event) {
      case CibEvent.ViewChanged changed ->
          leave(state, Optional.of(changed.view()), CibRefusal.VIEW_CHANGED);
      case CibEvent.Disconnected _ -> leave(state, Optional.empty(), CibRefusal.NO_VIEW);
      case CibEvent.Delivered delivered -> delivered(state, delivered);
      case CibEvent.SynchroniseOrdered ordered -> synchroniseOrdered(state, ordered);
      case CibEvent.ChangeProposed proposed -> changeProposed(state, proposed);
      case CibEvent.Stored stored -> stored(state, stored.stored());
      case CibEvent.StoringFailed _ -> storingFailed(state);
      case CibEvent.StoringRetried _ -> storingRetried(state);
    };
  }

  private static Step<CibState, CibEffect> leave(
      CibState state, Optional<View> view, CibRefusal reason) {
    return Step.to(state.inView(view), ended(state, reason));
  }

  /** What clients and the controller hear when that which they await will not come. */
  static ImmutableList<CibEffect> ended(CibState state, CibRefusal reason) {
    ImmutableList.Builder<CibEffect> effects = ImmutableList.builder();
    state.proposals().keySet().forEach(request -> effects.add(new CibEffect.TellUnknown(request)));
    state.order().ifPresent(epoch -> effects.add(new CibEffect.TellNotSynchronised(epoch, reason)));
    return effects.build();
  }

  private static Step<CibState, CibEffect> delivered(CibState state, CibEvent.Delivered delivered) {
    Optional<View> view = state.view();
    if (view.isEmpty()
        || !view.get().members().contains(delivered.sender())
        || !view.get().members().contains(state.self())) {
      return Step.refuse(state, CibRefusal.NOT_A_MEMBER);
    }
    return switch (delivered.message()) {
      case CibMessage.SnapshotWanted wanted -> CibRounds.wanted(state, view.get(), wanted);
      case CibMessage.Summary summary ->
          CibRounds.summarised(state, view.get(), delivered.sender(), summary);
      case CibMessage.Snapshot snapshot ->
          CibRounds.installed(state, view.get(), delivered.sender(), snapshot);
      case CibMessage.Propose propose ->
          CibProposals.proposed(state, delivered.sender().equals(state.self()), propose);
      case CibMessage.Persisted persisted ->
          CibProposals.persisted(state, view.get(), delivered.sender(), persisted);
    };
  }

  private static Step<CibState, CibEffect> synchroniseOrdered(
      CibState state, CibEvent.SynchroniseOrdered ordered) {
    if (state.view().isEmpty()) {
      return Step.refuse(state, CibRefusal.NO_VIEW);
    }
    if (!state.view().get().id().equals(ordered.replicas())) {
      return Step.refuse(state, CibRefusal.VIEW_CHANGED);
    }
    boolean awaited = state.order().filter(o -> ordered.epoch().compareTo(o) <= 0).isPresent();
    if (awaited || ordered.epoch().compareTo(state.copy().seen()) <= 0) {
      return Step.refuse(state, CibRefusal.STALE_EPOCH);
    }
    ImmutableList.Builder<CibEffect> effects = ImmutableList.builder();
    state
        .order()
        .ifPresent(
            old -> effects.add(new CibEffect.TellNotSynchronised(old, CibRefusal.STALE_EPOCH)));
    effects.add(
        new CibEffect.Multicast(
            new CibMessage.SnapshotWanted(
                ordered.epoch(), ordered.replicas(), ordered.source(), ordered.quorate())));
    return Step.to(state.withOrder(Optional.of(ordered.epoch())), effects.build());
  }

  private Step<CibState, CibEffect> changeProposed(
      CibState state, CibEvent.ChangeProposed proposed) {
    if (state.view().isEmpty()) {
      return Step.refuse(state, CibRefusal.NO_VIEW);
    }
    if (!(state.mode() instanceof Mode.Synchronised synchronised)) {
      return Step.refuse(state, CibRefusal.NOT_SYNCHRONISED);
    }
    if (CibProposals.isOfAnOldCoordinator(state, proposed.change())) {
      return Step.refuse(state, CibRefusal.STALE_EPOCH);
    }
    if (state.storage().failing() && !proposed.change().isAboutStatus()) {
      return Step.refuse(state, CibRefusal.CANT_STORE);
    }
    if (state.proposals().containsKey(proposed.request())) {
      return Step.refuse(state, CibRefusal.REQUEST_IN_USE);
    }
    if (state.proposals().size() >= maxProposals) {
      return Step.refuse(state, CibRefusal.TOO_MANY_OUTSTANDING);
    }
    return Step.to(
        state.withProposals(
            Entries.with(state.proposals(), proposed.request(), new Proposal(Optional.empty()))),
        new CibEffect.Multicast(
            new CibMessage.Propose(synchronised.epoch(), proposed.request(), proposed.change())));
  }

  private static Step<CibState, CibEffect> stored(CibState state, StoredCib stored) {
    Mark mark = new Mark(new Position(stored.term(), stored.cib().version()), stored.seen());
    CibState kept = state.withStorage(new Storage(mark, Optional.empty(), false));
    ImmutableList.Builder<CibEffect> effects = ImmutableList.builder();
    CibState said = kept;
    if (state.mode() instanceof Mode.Collecting collecting
        && stored.seen().compareTo(collecting.epoch()) >= 0) {
      said = CibRounds.say(kept, collecting, true, effects);
    }
    if (state.mode() instanceof Mode.Synchronised synchronised
        && synchronised.leads()
        && stored.term().equals(synchronised.epoch())) {
      effects.add(
          new CibEffect.Multicast(
              new CibMessage.Persisted(
                  synchronised.epoch(),
                  stored.cib().version(),
                  stored.cib().configurationDigest())));
    }
    return store(said, effects);
  }

  private static Step<CibState, CibEffect> storingFailed(CibState state) {
    CibState failing =
        state.withStorage(new Storage(state.storage().kept(), Optional.empty(), true));
    ImmutableList.Builder<CibEffect> effects = ImmutableList.builder();
    effects.add(new CibEffect.RetryStoring());
    if (state.mode() instanceof Mode.Collecting collecting) {
      // The others go on without this node's promise rather than wait for its disk.
      return Step.to(CibRounds.say(failing, collecting, false, effects), effects.build());
    }
    return Step.to(failing, effects.build());
  }

  private static Step<CibState, CibEffect> storingRetried(CibState state) {
    Step<CibState, CibEffect> step = store(state, ImmutableList.builder());
    return step.effects().isEmpty() ? Step.refuse(state, CibRefusal.NOTHING_TO_STORE) : step;
  }

  /** Adds the effect of storing the newest, if that is not stored and no storing is under way. */
  static Step<CibState, CibEffect> store(CibState state, ImmutableList.Builder<CibEffect> effects) {
    Storage storage = state.storage();
    Mark wanted = state.copy().mark();
    if (storage.underWay().isPresent() || wanted.equals(storage.kept())) {
      return Step.to(state, effects.build());
    }
    effects.add(new CibEffect.Store(state.copy().stored()));
    return Step.to(
        state.withStorage(new Storage(storage.kept(), Optional.of(wanted), storage.failing())),
        effects.build());
  }
}
