package io.systole.scheduler;

import com.google.common.collect.ImmutableList;
import io.systole.scheduler.graph.TransitionGraph;
import io.systole.xml.Element;

/**
 * What one run of the scheduler decided.
 *
 * @param graph the actions that must run and what each waits for
 * @param reasons why, in the order in which the decisions were made
 */
public record Schedule(TransitionGraph graph, ImmutableList<Reason> reasons) {

  /** The graph as the field writes it: {@code transition_graph} with a synapse an action. */
  public Element graphXml() {
    return graph.toXml();
  }
}
