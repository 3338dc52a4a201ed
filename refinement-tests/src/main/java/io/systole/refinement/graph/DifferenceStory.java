package io.systole.refinement.graph;

import io.systole.refinement.graph.GraphDifference.PathStep;
import io.systole.refinement.graph.StateGraph.Change;
import io.systole.refinement.graph.StateGraph.State;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells a difference for a person: what happened up to it, and what each side makes of it. */
final class DifferenceStory {

  private final GraphDifference difference;
  private final StringBuilder out = new StringBuilder();

  private DifferenceStory(GraphDifference difference) {
    this.difference = difference;
  }

  static String tell(GraphDifference difference) {
    return new DifferenceStory(difference).tell();
  }

  private String tell() {
    out.append(difference.kind().words());
    difference.label().ifPresent(label -> out.append(": ").append(label));
    out.append('\n');
    State last = null;
    int number = 0;
    for (PathStep step : difference.path()) {
      if (last == null) {
        out.append("It begins with\n");
        whole(step.state());
      } else {
        out.append(++number).append(". ").append(step.label().orElseThrow()).append('\n');
        changes(last, step.state());
      }
      last = step.state();
    }
    difference.label().ifPresent(label -> out.append("Then ").append(label).append('\n'));
    side("specification", last, difference.inSpec());
    side("code", last, difference.inCode());
    return out.toString();
  }

  private void side(String who, @Nullable State last, List<State> after) {
    out.append("  in the ").append(who).append(after.isEmpty() ? ": not at all\n" : ":\n");
    for (State state : after) {
      if (last == null) {
        whole(state);
      } else {
        changes(last, state);
      }
    }
  }

  private void whole(State state) {
    for (int i = 0; i < difference.variables().size(); i++) {
      out.append("     ")
          .append(difference.variables().get(i))
          .append(" = ")
          .append(state.values().get(i))
          .append('\n');
    }
  }

  private void changes(State before, State after) {
    Map<String, Change> changes = StateGraph.changes(difference.variables(), before, after);
    if (changes.isEmpty()) {
      out.append("     nothing changes\n");
    }
    changes.forEach((variable, change) ->
        out.append("     ").append(variable).append("' = ").append(change.after()).append('\n'));
  }
}
