package io.systole.protocol.controller;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.cib.Cib;
import io.systole.kernel.NodeName;
import io.systole.xml.Element;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is different in a newer CIB, as far as it matters to a DC.
 *
 * @param configuration whether the configuration is another
 * @param attributes nodes whose transient attributes are others
 * @param forgotten nodes of whose history something is gone
 * @param results entries of histories that are new or other than they were
 */
record CibDifference(
    boolean configuration,
    ImmutableSortedSet<NodeName> attributes,
    ImmutableSortedSet<NodeName> forgotten,
    ImmutableList<SeenResult> results) {

  static CibDifference between(Cib before, Cib after) {
    ImmutableSortedMap<NodeName, Element> old = states(before);
    ImmutableSortedMap<NodeName, Element> young = states(after);
    ImmutableSortedSet.Builder<NodeName> attributes = ImmutableSortedSet.naturalOrder();
    ImmutableSortedSet.Builder<NodeName> forgotten = ImmutableSortedSet.naturalOrder();
    ImmutableList.Builder<SeenResult> results = ImmutableList.builder();
    ImmutableSortedSet<NodeName> nodes =
        ImmutableSortedSet.<NodeName>naturalOrder()
            .addAll(old.keySet())
            .addAll(young.keySet())
            .build();
    for (NodeName node : nodes) {
      Optional<Element> then = Optional.ofNullable(old.get(node));
      Optional<Element> now = Optional.ofNullable(young.get(node));
      if (then.equals(now)) {
        continue;
      }
      if (!attributes(then).equals(attributes(now))) {
        attributes.add(node);
      }
      ImmutableSortedMap<String, SeenResult> had = history(node, then);
      ImmutableSortedMap<String, SeenResult> has = history(node, now);
      if (!has.keySet().containsAll(had.keySet())) {
        forgotten.add(node);
      }
      has.forEach((id, result) -> {
        if (!result.equals(had.get(id))) {
          results.add(result);
        }
      });
    }
    return new CibDifference(
        !before.configurationDigest().equals(after.configurationDigest()),
        attributes.build(),
        forgotten.build(),
        results.build());
  }

  private static ImmutableSortedMap<NodeName, Element> states(Cib cib) {
    TreeMap<NodeName, Element> states = new TreeMap<>();
    for (Element state : cib.status().children("node_state")) {
      NodeStates.name(state).ifPresent(node -> states.put(node, state));
    }
    return ImmutableSortedMap.copyOf(states);
  }

  private static Optional<Element> attributes(Optional<Element> state) {
    return state.flatMap(element -> element.child("transient_attributes"));
  }

  private static ImmutableSortedMap<String, SeenResult> history(
      NodeName node, Optional<Element> state) {
    TreeMap<String, SeenResult> history = new TreeMap<>();
    for (SeenResult result : SeenResult.of(node, state)) {
      history.put(result.resource() + " " + result.operation().id(), result);
    }
    return ImmutableSortedMap.copyOf(history);
  }
}
