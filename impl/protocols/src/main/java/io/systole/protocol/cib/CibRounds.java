package io.systole.protocol.cib;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.Step;
import io.systole.kernel.View;
import io.systole.protocol.cib.CibState.Copy;
import io.systole.protocol.cib.CibState.Mode;
import java.util.Optional;

/** The rounds in which all replicas get one CIB. */
final class CibRounds {

  private CibRounds() {}

  static Step<CibState, CibEffect> wanted(
      CibState state, View view, CibMessage.SnapshotWanted wanted) {
    if (!wanted.view().equals(view.id())) {
      return Step.refuse(state, CibRefusal.STALE_MESSAGE);
    }
    if (wanted.epoch().compareTo(state.copy().seen()) <= 0) {
      return Step.to(state, new CibEffect.TellRoundRefused(wanted.epoch()));
    }
    ImmutableList.Builder<CibEffect> effects = ImmutableList.builder();
    Optional<Epoch> order = state.order();
    if (order.isPresent() && order.get().compareTo(wanted.epoch()) < 0) {
      effects.add(new CibEffect.TellNotSynchronised(order.get(), CibRefusal.STALE_EPOCH));
      order = Optional.empty();
    }
    Copy copy = state.copy();
    CibState collecting =
        state
            .withCopy(new Copy(copy.cib(), copy.live(), copy.term(), wanted.epoch()))
            .withOrder(order)
            .withMode(
                new Mode.Collecting(
                    wanted.epoch(),
                    wanted.source(),
                    wanted.quorate(),
                    false,
                    ImmutableSortedMap.of()));
    return CibReplica.store(collecting, effects);
  }

  /** Sends this replica's summary, once a round. */
  static CibState say(
      CibState state,
      Mode.Collecting collecting,
      boolean promised,
      ImmutableList.Builder<CibEffect> effects) {
    if (collecting.said()) {
      return state;
    }
    effects.add(
        new CibEffect.Multicast(
            new CibMessage.Summary(collecting.epoch(), promised, state.copy().summary())));
    return state.withMode(
        new Mode.Collecting(
            collecting.epoch(),
            collecting.source(),
            collecting.quorate(),
            true,
            collecting.summaries()));
  }

  static Step<CibState, CibEffect> summarised(
      CibState state, View view, NodeName sender, CibMessage.Summary summary) {
    if (!(state.mode() instanceof Mode.Collecting collecting)
        || !collecting.epoch().equals(summary.epoch())
        || collecting.summaries().containsKey(sender)) {
      return Step.refuse(state, CibRefusal.STALE_MESSAGE);
    }
    Mode.Collecting more =
        new Mode.Collecting(
            collecting.epoch(),
            collecting.source(),
            collecting.quorate(),
            collecting.said(),
            Entries.with(collecting.summaries(), sender, summary));
    CibState next = state.withMode(more);
    return source(view, more).equals(Optional.of(state.self()))
        ? Step.to(
            next,
            new CibEffect.Multicast(new CibMessage.Snapshot(more.epoch(), state.copy().cib())))
        : Step.to(next);
  }

  /** Whose CIB is everybody's, as soon as all members have said what they have. */
  private static Optional<NodeName> source(View view, Mode.Collecting collecting) {
    return collecting.summaries().keySet().containsAll(view.members())
        ? BestCib.choose(
            ImmutableSortedMap.copyOfSorted(
                Maps.transformValues(collecting.summaries(), CibMessage.Summary::summary)),
            collecting.source())
        : Optional.empty();
  }

  static Step<CibState, CibEffect> installed(
      CibState state, View view, NodeName sender, CibMessage.Snapshot snapshot) {
    if (!(state.mode() instanceof Mode.Collecting collecting)
        || !collecting.epoch().equals(snapshot.epoch())) {
      return Step.refuse(state, CibRefusal.STALE_MESSAGE);
    }
    CibMessage.Summary announced = collecting.summaries().get(sender);
    if (announced == null || !source(view, collecting).equals(Optional.of(sender))) {
      return Step.refuse(state, CibRefusal.NOT_THE_SOURCE);
    }
    if (!snapshot.cib().digest().equals(announced.summary().digest())) {
      return Step.refuse(state, CibRefusal.DAMAGED_SNAPSHOT);
    }
    boolean leads = leads(view, collecting);
    Epoch term = leads ? collecting.epoch() : announced.summary().term();
    CibState installed =
        state
            .withCopy(new Copy(snapshot.cib(), true, term, collecting.epoch()))
            .withMode(new Mode.Synchronised(collecting.epoch(), leads))
            .withReports(ImmutableSortedMap.of());
    return leads
        ? CibReplica.store(installed, ImmutableList.builder())
        : withoutQuorum(installed, collecting.epoch(), collecting.quorate() && view.quorate());
  }

  /** Whether the round may begin a term: a quorum will never take part in an older one. */
  private static boolean leads(View view, Mode.Collecting collecting) {
    long promises =
        collecting.summaries().values().stream().filter(CibMessage.Summary::promised).count();
    return collecting.quorate() && view.quorate() && promises >= Copies.needed(view);
  }

  /**
   * Nobody waits for a quorum that is not there: not the controller, and not a client.
   *
   * @param missed whether there is a quorum, but too few of it could store their promise; then the
   *     controller has to begin another round, for nothing else would ever begin a term
   */
  private static Step<CibState, CibEffect> withoutQuorum(
      CibState state, Epoch epoch, boolean missed) {
    ImmutableList.Builder<CibEffect> effects = ImmutableList.builder();
    CibState told = CibProposals.giveUpApplied(state, effects);
    if (state.order().equals(Optional.of(epoch))) {
      effects.add(
          missed
              ? new CibEffect.TellNotSynchronised(epoch, CibRefusal.CANT_STORE)
              : new CibEffect.TellSynchronised(epoch, state.copy().cib().version()));
      told = told.withOrder(Optional.empty());
    }
    return CibReplica.store(told, effects);
  }
}
