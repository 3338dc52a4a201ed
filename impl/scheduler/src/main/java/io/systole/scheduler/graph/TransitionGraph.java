package io.systole.scheduler.graph;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.systole.xml.Element;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Actions and what each waits for.
 *
 * @param attributes of the whole graph: {@code cluster-delay}, {@code fencing-timeout}, {@code
 *     batch-limit} and so on
 * @param synapses one an action
 */
public record TransitionGraph(
    ImmutableMap<String, String> attributes, ImmutableList<Synapse> synapses) {

  /**
   * One action with what it waits for.
   *
   * @param priority greater is more urgent
   * @param action the element {@code rsc_op}, {@code pseudo_event} or {@code crm_event}; its {@code
   *     id} is unique in the graph
   * @param inputs the ids of the actions that must be confirmed first
   */
  public record Synapse(int priority, Element action, ImmutableList<Integer> inputs) {

    /** The action's id in its graph. */
    public int actionId() {
      return Integer.parseInt(action.id());
    }
  }

  /** The graph in the field's format. */
  public Element toXml() {
    Map<Integer, Element> triggers = new LinkedHashMap<>();
    for (Synapse synapse : synapses) {
      Element before = triggers.put(synapse.actionId(), trigger(synapse.action()));
      if (before != null) {
        throw new IllegalStateException("two actions have the id " + synapse.actionId());
      }
    }
    Element.Builder root = Element.builder("transition_graph").attributes(attributes);
    for (int id = 0; id < synapses.size(); id++) {
      Synapse synapse = synapses.get(id);
      Element.Builder element = Element.builder("synapse").attribute("id", id);
      if (synapse.priority() > 0) {
        element.attribute("priority", synapse.priority());
      }
      Element.Builder inputs = Element.builder("inputs");
      for (int input : synapse.inputs()) {
        Element trigger = triggers.get(input);
        if (trigger == null) {
          throw new IllegalStateException(
              "synapse " + id + " waits for action " + input + ", which is not in the graph");
        }
        inputs.child(trigger);
      }
      root.child(
          element
              .child(Element.builder("action_set").child(synapse.action()).build())
              .child(inputs.build())
              .build());
    }
    return root.build();
  }

  /** An action as it is referred to: its name without what it carries. */
  private static Element trigger(Element action) {
    return Element.of("trigger").plus(action.withChildren(ImmutableList.of()));
  }
}
