package io.systole.protocol.controller;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.primitives.Longs;
import io.systole.cib.options.ClusterOption;
import io.systole.kernel.NodeName;
import io.systole.protocol.transition.GraphAction;
import io.systole.protocol.transition.TransitionGraph;
import io.systole.protocol.transition.TransitionRun;
import io.systole.xml.Element;
import java.util.Optional;

/**
 * Counts how often resources fail on nodes, as node attributes (Pacemaker Explained, "Resource
 * failure"). What looks at a resource before anything is known of it counts for nothing.
 */
final class FailureCounting {

  private static final String COUNT = "fail-count-";
  private static final String TIME = "last-failure-";
  private static final String INFINITY = "INFINITY";

  private FailureCounting() {}

  static void count(Turn turn, SeenResult failure) {
    Optional<String> value = value(turn, failure.name(), failure.intervalMillis());
    if (value.isEmpty()) {
      return;
    }
    String operation = failure.resource() + "#" + failure.name() + "_" + failure.intervalMillis();
    update(turn, failure.node(), COUNT + operation, value.get());
    if (failure.at().isPresent()) {
      turn.emit(
          new ControllerEffect.UpdateAttribute(failure.node(), TIME + operation, failure.at()));
    }
  }

  /**
   * Sets a count. The scheduler is asked once it can see it, so that it does not try again where it
   * should not; but not for ever, if nobody tells the new value.
   */
  private static void update(Turn turn, NodeName node, String name, String value) {
    Optional<Coordination> dc = turn.state().coordination();
    boolean same = value.equals(INFINITY) && INFINITY.equals(values(turn, node).get(name));
    if (same || dc.isEmpty()) {
      return;
    }
    turn.emit(new ControllerEffect.UpdateAttribute(node, name, Optional.of(value)));
    turn.set(turn.state().with(dc.get().owing(node, name)));
    turn.start(Timer.Kind.SCHEDULE_RETRY);
  }

  private static ImmutableSortedMap<String, String> values(Turn turn, NodeName node) {
    return turn.state()
        .daemons()
        .attributes()
        .map(all -> all.getOrDefault(node, ImmutableSortedMap.of()))
        .orElse(ImmutableSortedMap.of());
  }

  /** Counts failures of the time without a DC, which no DC has counted: they are newer. */
  static void catchUp(Turn turn) {
    Optional<Coordination> dc = turn.state().coordination();
    if (dc.isEmpty() || turn.state().daemons().attributes().isEmpty()) {
      return;
    }
    for (NodeName node : dc.get().members()) {
      Optional<Element> state = turn.state().daemons().cib().nodeState(node);
      for (SeenResult result : SeenResult.of(node, state)) {
        boolean failure = result.operation().id().endsWith("_last_failure_0");
        if (failure && !result.isPending() && !result.isAsExpected() && isNew(turn, result)) {
          count(turn, result);
        }
      }
    }
  }

  private static boolean isNew(Turn turn, SeenResult failure) {
    String name = TIME + failure.resource() + "#" + failure.name() + "_" + failure.intervalMillis();
    Optional<Long> counted =
        Optional.ofNullable(values(turn, failure.node()).get(name))
            .flatMap(text -> Optional.ofNullable(Longs.tryParse(text)));
    Optional<Long> at = failure.at().flatMap(text -> Optional.ofNullable(Longs.tryParse(text)));
    return at.isPresent() && counted.filter(last -> last >= at.get()).isEmpty();
  }

  private static Optional<String> value(Turn turn, String operation, int intervalMillis) {
    Optional<TransitionGraph> graph = turn.state().transition().run().map(TransitionRun::graph);
    if (intervalMillis > 0) {
      return Optional.of("value++");
    }
    return switch (operation) {
      case "start" -> Optional.of(offset(graph.map(TransitionGraph::failedStartOffset), turn));
      case "stop" -> Optional.of(offset(graph.map(TransitionGraph::failedStopOffset), turn));
      case "promote", "demote", "migrate_to", "migrate_from" -> Optional.of("value++");
      default -> Optional.empty();
    };
  }

  /** The scheduler says what a failed start or stop counts; without its word it is fatal. */
  private static String offset(Optional<String> asked, Turn turn) {
    boolean fatal =
        turn.state().daemons().cib().options().flag(ClusterOption.START_FAILURE_IS_FATAL);
    return asked.orElse(fatal ? INFINITY : "1").equals(INFINITY) ? INFINITY : "value++";
  }

  /** The graph wants a resource's failures on a node to be forgotten. */
  static void clear(Turn turn, GraphAction action, NodeName node) {
    Optional<String> resource = action.element().child("primitive").map(Element::id);
    ImmutableSortedMap<String, String> values = values(turn, node);
    if (resource.isEmpty()) {
      return;
    }
    for (String name : values.keySet()) {
      if (name.startsWith(COUNT + resource.get() + "#")
          || name.startsWith(TIME + resource.get() + "#")) {
        turn.emit(new ControllerEffect.UpdateAttribute(node, name, Optional.empty()));
      }
    }
    HistoryEdits.forgetFailure(turn, resource.get(), node);
  }
}
