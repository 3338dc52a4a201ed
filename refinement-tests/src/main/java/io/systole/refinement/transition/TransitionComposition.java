package io.systole.refinement.transition;

import static io.systole.refinement.graph.Composition.arguments;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.Machine;
import io.systole.kernel.Refusal;
import io.systole.kernel.Step;
import io.systole.protocol.transition.Transition;
import io.systole.protocol.transition.TransitionEffect;
import io.systole.protocol.transition.TransitionEvent;
import io.systole.protocol.transition.TransitionGraph;
import io.systole.protocol.transition.TransitionOutcome;
import io.systole.protocol.transition.TransitionRun;
import io.systole.protocol.transition.TransitionState;
import io.systole.refinement.graph.Composition;
import io.systole.refinement.tla.Tla;
import io.systole.refinement.transition.TransitionWorld.ActionId;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A DC that carries out transitions: {@code spec/transition/Transition.tla}, made of the code. */
public final class TransitionComposition implements Composition<TransitionWorld> {

  private final ImmutableMap<String, TransitionGraph> graphs;
  private final ImmutableList<ImmutableSortedSet<String>> offered;
  private final Machine<TransitionState, TransitionEvent, TransitionEffect> machine;
  private final TransitionBinding binding = new TransitionBinding();
  private final Map<TransitionState, Tla> seen = new HashMap<>();

  /**
   * @param graphs by name
   * @param offered for each transition, the names of the graphs that it may have
   */
  public TransitionComposition(
      ImmutableMap<String, TransitionGraph> graphs,
      ImmutableList<ImmutableSortedSet<String>> offered) {
    this(graphs, offered, new Transition());
  }

  /** The same of another machine, such as one that is watched. */
  public TransitionComposition(
      ImmutableMap<String, TransitionGraph> graphs,
      ImmutableList<ImmutableSortedSet<String>> offered,
      Machine<TransitionState, TransitionEvent, TransitionEffect> machine) {
    this.graphs = graphs;
    this.offered = offered;
    this.machine = machine;
  }

  @Override
  public TransitionWorld initial() {
    return TransitionWorld.INITIAL;
  }

  @Override
  public void moves(TransitionWorld world, Moves<TransitionWorld> moves) {
    int begun = Math.toIntExact(world.dc().number());
    if (begun < offered.size()) {
      graphs.forEach((name, graph) -> {
        if (offered.get(begun).contains(name)) {
          step(
              world,
              moves,
              new TransitionEvent.TransitionStarted(graph),
              arguments("g", Tla.of(name)));
        }
      });
    }
    for (ActionId id : world.performing()) {
      TransitionWorld told = without(world, id, true, false);
      for (boolean succeeded : new boolean[] {true, false}) {
        Map<String, Tla> arguments = named(id);
        arguments.put("succeeded", Tla.of(succeeded));
        step(
            told,
            moves,
            new TransitionEvent.ActionEnded(id.transition(), id.action(), succeeded),
            arguments);
      }
    }
    Set<ActionId> firing = new LinkedHashSet<>(world.timers());
    firing.addAll(world.late());
    for (ActionId id : firing) {
      step(
          without(world, id, false, true),
          moves,
          new TransitionEvent.ActionOverdue(id.transition(), id.action()),
          named(id),
          id);
    }
    step(world, moves, new TransitionEvent.TransitionAborted("test"), arguments());
    step(world, moves, new TransitionEvent.TransitionDropped(), arguments());
  }

  private static Map<String, Tla> named(ActionId id) {
    return new TreeMap<>(arguments("t", Tla.of(id.transition()), "a", Tla.of(id.action())));
  }

  private static TransitionWorld without(
      TransitionWorld world, ActionId id, boolean told, boolean fired) {
    return new TransitionWorld(
        world.dc(),
        world.asked(),
        told ? less(world.performing(), id) : world.performing(),
        fired ? less(world.timers(), id) : world.timers(),
        fired ? less(world.late(), id) : world.late(),
        world.outcomes());
  }

  private static ImmutableSet<ActionId> less(Set<ActionId> all, ActionId one) {
    return all.stream().filter(id -> !id.equals(one)).collect(ImmutableSet.toImmutableSet());
  }

  private void step(
      TransitionWorld world,
      Moves<TransitionWorld> moves,
      TransitionEvent event,
      Map<String, Tla> more,
      ActionId... fired) {
    Step<TransitionState, TransitionEffect> step = machine.step(world.dc(), event);
    Map<String, Tla> arguments = new TreeMap<>(more);
    arguments.put("o", Tla.of(step.refusal().map(Refusal::name).orElse("Taken")));
    TransitionWorld next = carryOut(world, step, ImmutableSet.copyOf(fired));
    moves.may(event.getClass().getSimpleName(), arguments, next);
  }

  /**
   * The world after a step.
   *
   * @param fired timers that can't fire late any more
   */
  private static TransitionWorld carryOut(
      TransitionWorld world,
      Step<TransitionState, TransitionEffect> step,
      ImmutableSet<ActionId> fired) {
    Set<ActionId> asked = new LinkedHashSet<>(world.asked());
    Set<ActionId> performing = new LinkedHashSet<>(world.performing());
    Set<ActionId> timers = new LinkedHashSet<>(world.timers());
    Set<ActionId> late = new LinkedHashSet<>(world.late());
    ImmutableList.Builder<TransitionOutcome> outcomes = ImmutableList.builder();
    outcomes.addAll(world.outcomes());
    for (TransitionEffect effect : step.effects()) {
      switch (effect) {
        case TransitionEffect.PerformAction perform ->
            asked.add(new ActionId(perform.transition(), perform.action().id()));
        case TransitionEffect.StartActionTimer start -> {
          ActionId id = new ActionId(start.transition(), start.action());
          timers.add(id);
          performing.add(id);
        }
        case TransitionEffect.CancelActionTimer cancel -> {
          ActionId id = new ActionId(cancel.transition(), cancel.action());
          timers.remove(id);
          late.add(id);
        }
        case TransitionEffect.EndTransition end -> outcomes.add(end.outcome());
      }
    }
    late.removeAll(fired);
    return new TransitionWorld(
        withoutReason(step.state()),
        ImmutableSet.copyOf(asked),
        ImmutableSet.copyOf(performing),
        ImmutableSet.copyOf(timers),
        ImmutableSet.copyOf(late),
        outcomes.build());
  }

  /** The reason is for people, and nothing depends on it. */
  private static TransitionState withoutReason(TransitionState state) {
    return new TransitionState(
        state.number(),
        state.run().map(run -> new TransitionRun(run.graph(), run.status(), run.end(), "")));
  }

  @Override
  public Map<String, Tla> variables(TransitionWorld world) {
    return Map.of(
        "dc", seen.computeIfAbsent(world.dc(), binding::state),
        "asked", ids(world.asked()),
        "performing", ids(world.performing()),
        "timers", ids(world.timers()),
        "late", ids(world.late()),
        "outcomes", Tla.tuple(world.outcomes().stream().map(o -> Tla.of(o.name())).toList()));
  }

  private static Tla ids(Set<ActionId> ids) {
    return Tla.set(
        ids.stream().map(id -> Tla.tuple(Tla.of(id.transition()), Tla.of(id.action()))).toList());
  }
}
