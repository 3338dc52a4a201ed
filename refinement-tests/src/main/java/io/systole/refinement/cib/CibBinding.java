package io.systole.refinement.cib;

import io.systole.cib.Cib;
import io.systole.cib.CibChange;
import io.systole.cib.CibVersion;
import io.systole.cib.StoredCib;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.protocol.cib.CibEffect;
import io.systole.protocol.cib.CibEvent;
import io.systole.protocol.cib.CibMessage;
import io.systole.protocol.cib.CibState;
import io.systole.protocol.cib.CibSummary;
import io.systole.refinement.bus.Names;
import io.systole.refinement.tla.Tla;
import io.systole.refinement.trace.Binding;
import java.util.Optional;
import java.util.TreeMap;

/** States, events and effects of a replica, as {@code spec/cib/CibNode} has them. */
final class CibBinding implements Binding<CibState, CibEvent, CibEffect> {

  private static final Tla NO_EPOCH = Tla.tuple(Tla.of(0), Tla.of(0));
  private static final Tla SENT = Tla.of(-1);

  private final Names names;
  private final CibContents contents;

  CibBinding(Names names, CibContents contents) {
    this.names = names;
    this.contents = contents;
  }

  @Override
  public Tla state(CibState state) {
    CibState.Copy copy = state.copy();
    TreeMap<Tla, Tla> reports = new TreeMap<>();
    state.reports().forEach((node, version) -> reports.put(names.node(node), version(version)));
    TreeMap<Tla, Tla> proposals = new TreeMap<>();
    state
        .proposals()
        .forEach((request, proposal) ->
            proposals.put(
                Tla.of(request), proposal.applied().map(CibBinding::version).orElse(SENT)));
    return Tla.record(
        "conf", configuration(copy.cib()),
        "updates", Tla.of(copy.cib().version().numUpdates()),
        "live", Tla.of(copy.live()),
        "term", epoch(copy.term()),
        "seen", epoch(copy.seen()),
        "view", state.view().map(this::view).orElse(Tla.tuple()),
        "mode", mode(state.mode()),
        "kept", mark(state.storage().kept()),
        "writing", state.storage().underWay().map(this::mark).orElse(Tla.tuple()),
        "failing", Tla.of(state.storage().failing()),
        "reports", Tla.function(reports),
        "proposals", Tla.function(proposals),
        "order", state.order().map(this::epoch).orElse(NO_EPOCH));
  }

  /** An epoch; nobody has opened the one before all. */
  Tla epoch(Epoch epoch) {
    return epoch.equals(StoredCib.BEFORE_ALL) ? NO_EPOCH : names.epoch(epoch);
  }

  Tla configuration(Cib cib) {
    return Tla.record("version", version(cib.version()), "is", contents.is(cib));
  }

  private static Tla version(CibVersion version) {
    return Tla.of(version.epoch());
  }

  private Tla mark(CibState.Mark mark) {
    return Tla.tuple(
        epoch(mark.position().term()), version(mark.position().version()), epoch(mark.seen()));
  }

  Tla view(View view) {
    return Tla.record(
        "id", names.view(view.id()),
        "nodes", names.nodes(view.nodes()),
        "members", names.nodes(view.members()),
        "quorum", Tla.of(view.quorum()),
        "quorate", Tla.of(view.quorate()));
  }

  private Tla mode(CibState.Mode mode) {
    Tla is = Tla.of(mode.getClass().getSimpleName());
    return switch (mode) {
      case CibState.Mode.Apart _ -> Tla.record("is", is);
      case CibState.Mode.Collecting collecting -> {
        TreeMap<Tla, Tla> summaries = new TreeMap<>();
        collecting
            .summaries()
            .forEach((node, summary) ->
                summaries.put(
                    names.node(node),
                    Tla.record(
                        "promised", Tla.of(summary.promised()),
                        "summary", summary(summary.summary()))));
        yield Tla.record(
            "is", is,
            "epoch", epoch(collecting.epoch()),
            "source", names.node(collecting.source()),
            "quorate", Tla.of(collecting.quorate()),
            "said", Tla.of(collecting.said()),
            "summaries", Tla.function(summaries));
      }
      case CibState.Mode.Synchronised synchronised ->
          Tla.record(
              "is", is,
              "epoch", epoch(synchronised.epoch()),
              "leads", Tla.of(synchronised.leads()));
    };
  }

  private Tla summary(CibSummary summary) {
    return Tla.record(
        "term", epoch(summary.term()),
        "version", version(summary.version()),
        "updates", Tla.of(summary.version().numUpdates()),
        "live", Tla.of(summary.live()),
        "is", contents.is(summary.digest()));
  }

  Tla stored(StoredCib stored) {
    return Tla.record(
        "conf", configuration(stored.cib()),
        "term", epoch(stored.term()),
        "seen", epoch(stored.seen()));
  }

  private Tla change(CibChange change, long request) {
    return Tla.record(
        "kind", contents.kind(change),
        "makes", contents.makes(change, request),
        "under", change.epoch().map(this::epoch).orElse(NO_EPOCH));
  }

  Tla message(CibMessage message) {
    Tla type = Tla.of(message.getClass().getSimpleName());
    Tla epoch = epoch(message.epoch());
    return switch (message) {
      case CibMessage.SnapshotWanted wanted ->
          Tla.record(
              "type", type,
              "epoch", epoch,
              "view", names.view(wanted.view()),
              "source", names.node(wanted.source()),
              "quorate", Tla.of(wanted.quorate()));
      case CibMessage.Summary summary ->
          Tla.record(
              "type",
              type,
              "epoch",
              epoch,
              "promised",
              Tla.of(summary.promised()),
              "summary",
              summary(summary.summary()));
      case CibMessage.Snapshot snapshot ->
          Tla.record(
              "type",
              type,
              "epoch",
              epoch,
              "conf",
              configuration(snapshot.cib()),
              "updates",
              Tla.of(snapshot.cib().version().numUpdates()));
      case CibMessage.Propose propose ->
          Tla.record(
              "type",
              type,
              "epoch",
              epoch,
              "request",
              Tla.of(propose.request()),
              "change",
              change(propose.change(), propose.request()));
      case CibMessage.Persisted persisted ->
          Tla.record(
              "type", type,
              "epoch", epoch,
              "conf",
                  Tla.record(
                      "version", version(persisted.version()),
                      "is", contents.is(persisted.digest())));
    };
  }

  @Override
  public Tla event(CibEvent event) {
    Tla type = Tla.of(event.getClass().getSimpleName());
    return switch (event) {
      case CibEvent.ViewChanged changed -> Tla.record("type", type, "view", view(changed.view()));
      case CibEvent.Delivered(NodeName sender, CibMessage message) ->
          Tla.record("type", type, "sender", names.node(sender), "message", message(message));
      case CibEvent.SynchroniseOrdered ordered ->
          Tla.record(
              "type", type,
              "epoch", epoch(ordered.epoch()),
              "source", names.node(ordered.source()),
              "replicas", names.view(ordered.replicas()),
              "quorate", Tla.of(ordered.quorate()));
      case CibEvent.ChangeProposed proposed ->
          Tla.record(
              "type", type,
              "request", Tla.of(proposed.request()),
              "change", change(proposed.change(), proposed.request()));
      case CibEvent.Stored(StoredCib stored) -> Tla.record("type", type, "stored", stored(stored));
      case CibEvent.Disconnected _, CibEvent.StoringFailed _, CibEvent.StoringRetried _ ->
          Tla.record("type", type);
    };
  }

  @Override
  public Tla effect(CibEffect effect) {
    Tla type = Tla.of(effect.getClass().getSimpleName());
    return switch (effect) {
      case CibEffect.Multicast(CibMessage message) ->
          Tla.record("type", type, "message", message(message));
      case CibEffect.Store(StoredCib stored) -> Tla.record("type", type, "stored", stored(stored));
      case CibEffect.RetryStoring _ -> Tla.record("type", type);
      case CibEffect.TellChanged told ->
          Tla.record("type", type, "request", Tla.of(told.request()));
      case CibEffect.TellRefused told ->
          Tla.record(
              "type", type,
              "request", Tla.of(told.request()),
              "cause", Tla.of(told.cause().name()));
      case CibEffect.TellUnknown told ->
          Tla.record("type", type, "request", Tla.of(told.request()));
      case CibEffect.TellSynchronised told ->
          Tla.record("type", type, "epoch", epoch(told.epoch()));
      case CibEffect.TellNotSynchronised told ->
          Tla.record(
              "type", type,
              "epoch", epoch(told.epoch()),
              "reason", Tla.of(told.reason().name()));
      case CibEffect.TellRoundRefused told ->
          Tla.record("type", type, "epoch", epoch(told.epoch()));
      case CibEffect.ReportDivergence told ->
          Tla.record("type", type, "other", names.node(told.other()));
    };
  }

  /** An epoch, or none. */
  Tla epoch(Optional<Epoch> epoch) {
    return epoch.map(this::epoch).orElse(NO_EPOCH);
  }
}
