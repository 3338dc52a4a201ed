package io.systole.refinement.graph;

import com.google.common.collect.ImmutableList;
import io.systole.refinement.graph.StateGraph.State;
import java.util.Optional;

/**
 * Where a specification and the code part ways, with a shortest path to it.
 *
 * @param variables of both, in the order of a state's values
 * @param path the steps that both take, the first being the initial state
 * @param label the step in which they differ; empty if they differ in how they begin
 * @param inSpec where the step leads in the specification; empty if it is not allowed there
 * @param inCode where it leads in the code
 */
public record GraphDifference(
    Kind kind,
    ImmutableList<String> variables,
    ImmutableList<PathStep> path,
    Optional<Label> label,
    ImmutableList<State> inSpec,
    ImmutableList<State> inCode) {

  /** In what they differ. */
  public enum Kind {
    INITIAL_ONLY_IN_SPEC("only the specification may begin like this"),
    INITIAL_ONLY_IN_CODE("only the code may begin like this"),
    STEP_ONLY_IN_SPEC("the specification allows this step, the code never takes it"),
    STEP_ONLY_IN_CODE("the code takes this step, the specification forbids it"),
    OTHER_STATE("the same step leads to another state");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /**
   * A step on the path.
   *
   * @param label empty for the initial state
   * @param state after the step
   */
  public record PathStep(Optional<Label> label, State state) {}

  @Override
  public String toString() {
    return DifferenceStory.tell(this);
  }
}
