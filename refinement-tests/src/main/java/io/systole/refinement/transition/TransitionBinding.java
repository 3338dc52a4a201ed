package io.systole.refinement.transition;

import io.systole.kernel.NodeName;
import io.systole.protocol.transition.ActionKind;
import io.systole.protocol.transition.ActionStatus;
import io.systole.protocol.transition.GraphAction;
import io.systole.protocol.transition.Synapse;
import io.systole.protocol.transition.TransitionEffect;
import io.systole.protocol.transition.TransitionEvent;
import io.systole.protocol.transition.TransitionGraph;
import io.systole.protocol.transition.TransitionRun;
import io.systole.protocol.transition.TransitionState;
import io.systole.refinement.tla.Tla;
import io.systole.refinement.trace.Binding;
import java.util.TreeMap;

/**
 * States, events and effects of a transition, as {@code spec/transition/TransitionNode} has them.
 */
public final class TransitionBinding
    implements Binding<TransitionState, TransitionEvent, TransitionEffect> {

  @Override
  public Tla state(TransitionState state) {
    return Tla.record(
        "number", Tla.of(state.number()),
        "run", state.run().map(TransitionBinding::run).orElse(Tla.tuple()));
  }

  private static Tla run(TransitionRun run) {
    TreeMap<Tla, Tla> status = new TreeMap<>();
    run.status().forEach((id, s) -> status.put(Tla.of(id), status(s)));
    return Tla.record(
        "graph", graph(run.graph()),
        "status", Tla.function(status),
        "end", Tla.of(run.end().map(Enum::name).orElse("NONE")));
  }

  private static Tla status(ActionStatus status) {
    return Tla.of(status.name());
  }

  /** A graph, as far as it decides what is done when. */
  static Tla graph(TransitionGraph graph) {
    TreeMap<Tla, Tla> actions = new TreeMap<>();
    graph.actions().forEach((id, action) -> actions.put(Tla.of(id), action(action)));
    return Tla.record(
        "batch", Tla.of(graph.batchLimit()),
        "migration", Tla.of(graph.migrationLimit()),
        "synapses", Tla.tuple(graph.synapses().stream().map(TransitionBinding::synapse).toList()),
        "actions", Tla.function(actions));
  }

  private static Tla synapse(Synapse synapse) {
    return Tla.record(
        "action", Tla.of(synapse.action().id()),
        "inputs", Tla.set(synapse.inputs().stream().map(Tla::of).toList()));
  }

  private static Tla action(GraphAction action) {
    boolean migrates =
        action.operation().equals("migrate_to") || action.operation().equals("migrate_from");
    return Tla.record(
        "atOnce", Tla.of(action.kind() == ActionKind.PSEUDO || action.noWait()),
        "migrates", Tla.of(migrates),
        "node", Tla.of(action.node().map(NodeName::value).orElse("none")));
  }

  @Override
  public Tla event(TransitionEvent event) {
    Tla type = Tla.of(event.getClass().getSimpleName());
    return switch (event) {
      case TransitionEvent.TransitionStarted(TransitionGraph graph) ->
          Tla.record("type", type, "graph", graph(graph));
      case TransitionEvent.ActionEnded(long transition, int action, boolean succeeded) ->
          Tla.record(
              "type", type,
              "transition", Tla.of(transition),
              "action", Tla.of(action),
              "succeeded", Tla.of(succeeded));
      case TransitionEvent.ActionOverdue(long transition, int action) ->
          about(type, transition, action);
      case TransitionEvent.TransitionAborted _, TransitionEvent.TransitionDropped _ ->
          Tla.record("type", type);
    };
  }

  @Override
  public Tla effect(TransitionEffect effect) {
    Tla type = Tla.of(effect.getClass().getSimpleName());
    return switch (effect) {
      case TransitionEffect.PerformAction perform ->
          about(type, perform.transition(), perform.action().id());
      case TransitionEffect.StartActionTimer start ->
          about(type, start.transition(), start.action());
      case TransitionEffect.CancelActionTimer cancel ->
          about(type, cancel.transition(), cancel.action());
      case TransitionEffect.EndTransition end ->
          Tla.record(
              "type", type,
              "transition", Tla.of(end.transition()),
              "outcome", Tla.of(end.outcome().name()));
    };
  }

  private static Tla about(Tla type, long transition, int action) {
    return Tla.record("type", type, "transition", Tla.of(transition), "action", Tla.of(action));
  }
}
