package io.systole.protocol.cib;

import com.google.common.collect.ImmutableList;
import io.systole.cib.Cib;
import io.systole.cib.CibChange;
import io.systole.cib.CibVersion;
import io.systole.cib.EditResult;
import io.systole.kernel.NodeName;
import io.systole.kernel.Step;
import io.systole.kernel.View;
import io.systole.protocol.cib.CibState.Mode;
import io.systole.protocol.cib.CibState.Proposal;
import java.util.Map;
import java.util.Optional;

/** Changes, from their place in agreed order to their acknowledgement. */
final class CibProposals {

  private CibProposals() {}

  /** Whether a coordinator asks that has been replaced. */
  static boolean isOfAnOldCoordinator(CibState state, CibChange change) {
    return change.epoch().filter(epoch -> epoch.compareTo(state.copy().seen()) < 0).isPresent();
  }

  static Step<CibState, CibEffect> proposed(
      CibState state, boolean own, CibMessage.Propose propose) {
    boolean awaited =
        own
            && state.proposals().containsKey(propose.request())
            && state.proposals().get(propose.request()).applied().isEmpty();
    if (!(state.mode() instanceof Mode.Synchronised synchronised)
        || !synchronised.epoch().equals(propose.epoch())) {
      return refused(state, awaited, propose, CibRefusal.NOT_SYNCHRONISED);
    }
    if (isOfAnOldCoordinator(state, propose.change())) {
      return refused(state, awaited, propose, CibRefusal.STALE_EPOCH);
    }
    return switch (propose.change().applyTo(state.copy().cib())) {
      case EditResult.Refused refused ->
          awaited
              ? Step.to(
                  without(state, propose.request()),
                  new CibEffect.TellRefused(propose.request(), CibRefusal.EDIT_REFUSED, refused))
              : Step.refuse(state, CibRefusal.EDIT_REFUSED);
      case EditResult.Applied applied ->
          needsQuorum(propose.change(), applied.kind()) && !synchronised.leads()
              ? refused(state, awaited, propose, CibRefusal.NO_QUORUM)
              : applied(state, awaited, propose, applied);
    };
  }

  /**
   * Whether the acknowledgement promises that a configuration stays. One that was changed already
   * but is not yet stored by a quorum is promised as much as one that is changed now.
   */
  private static boolean needsQuorum(CibChange change, EditResult.Kind kind) {
    return switch (kind) {
      case STATUS -> false;
      case CONFIGURATION -> true;
      case NOTHING -> !change.isAboutStatus();
    };
  }

  private static Step<CibState, CibEffect> refused(
      CibState state, boolean awaited, CibMessage.Propose propose, CibRefusal reason) {
    return awaited
        ? Step.to(
            without(state, propose.request()),
            CibEffect.TellRefused.because(propose.request(), reason))
        : Step.refuse(state, reason);
  }

  private static Step<CibState, CibEffect> applied(
      CibState state, boolean awaited, CibMessage.Propose propose, EditResult.Applied applied) {
    Cib cib = applied.cib();
    CibState changed = state.withCopy(state.copy().with(cib));
    ImmutableList.Builder<CibEffect> effects = ImmutableList.builder();
    if (awaited && needsQuorum(propose.change(), applied.kind())) {
      changed = await(changed, propose.request(), cib.version().ofConfiguration());
      changed = acknowledge(changed, effects);
    } else if (awaited) {
      effects.add(new CibEffect.TellChanged(propose.request(), cib.version()));
      changed = without(changed, propose.request());
    }
    return CibReplica.store(changed, effects);
  }

  static Step<CibState, CibEffect> persisted(
      CibState state, View view, NodeName sender, CibMessage.Persisted persisted) {
    if (!(state.mode() instanceof Mode.Synchronised synchronised)
        || !synchronised.epoch().equals(persisted.epoch())) {
      return Step.refuse(state, CibRefusal.STALE_MESSAGE);
    }
    Cib cib = state.copy().cib();
    if (persisted.version().equals(cib.version().ofConfiguration())
        && !persisted.digest().equals(cib.configurationDigest())) {
      return diverged(state, sender, persisted.version());
    }
    ImmutableList.Builder<CibEffect> effects = ImmutableList.builder();
    CibState reported =
        acknowledge(
            state.withReports(Entries.with(state.reports(), sender, persisted.version())), effects);
    if (state.order().equals(Optional.of(persisted.epoch()))
        && reported.reports().size() >= Copies.needed(view)) {
      effects.add(new CibEffect.TellSynchronised(persisted.epoch(), cib.version()));
      reported = reported.withOrder(Optional.empty());
    }
    return Step.to(reported, effects.build());
  }

  /** Tells the clients whose changes are stored by enough replicas. */
  private static CibState acknowledge(CibState state, ImmutableList.Builder<CibEffect> effects) {
    int needed = state.view().map(Copies::needed).orElse(Integer.MAX_VALUE);
    CibState rest = state;
    for (Map.Entry<Long, Proposal> proposal : state.proposals().entrySet()) {
      Optional<CibVersion> applied = proposal.getValue().applied();
      if (applied.isPresent() && stored(state, applied.get()) >= needed) {
        effects.add(new CibEffect.TellChanged(proposal.getKey(), applied.get()));
        rest = without(rest, proposal.getKey());
      }
    }
    return rest;
  }

  private static long stored(CibState state, CibVersion version) {
    return state.reports().values().stream().filter(v -> v.compareTo(version) >= 0).count();
  }

  private static Step<CibState, CibEffect> diverged(
      CibState state, NodeName sender, CibVersion version) {
    ImmutableList<CibEffect> effects =
        ImmutableList.<CibEffect>builder()
            .addAll(CibReplica.ended(state, CibRefusal.DIVERGED))
            .add(new CibEffect.ReportDivergence(sender, version))
            .build();
    return Step.to(state.inView(state.view()), effects);
  }

  /** Ends the wait for a quorum that will not report: nobody can say what becomes of the change. */
  static CibState giveUpApplied(CibState state, ImmutableList.Builder<CibEffect> effects) {
    CibState rest = state;
    for (Map.Entry<Long, Proposal> proposal : state.proposals().entrySet()) {
      if (proposal.getValue().applied().isPresent()) {
        effects.add(new CibEffect.TellUnknown(proposal.getKey()));
        rest = without(rest, proposal.getKey());
      }
    }
    return rest;
  }

  private static CibState await(CibState state, long request, CibVersion version) {
    return state.withProposals(
        Entries.with(state.proposals(), request, new Proposal(Optional.of(version))));
  }

  private static CibState without(CibState state, long request) {
    return state.withProposals(Entries.without(state.proposals(), request));
  }
}
