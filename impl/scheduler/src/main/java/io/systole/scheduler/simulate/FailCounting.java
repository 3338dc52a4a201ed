package io.systole.scheduler.simulate;

import io.systole.scheduler.rules.Score;
import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.List;

/** Counts a failure in a node's transient attributes, as the controller does. */
final class FailCounting {

  private static final int NOT_RUNNING = 7;

  private FailCounting() {}

  /**
   * Counts one failure and notes when it was.
   *
   * @param fatal whether it counts for all there can be
   * @return what was set; nothing if the result is no failure that is counted
   */
  static List<Modification.OfAttribute> add(
      StatusDraft.NodeDraft node, OperationSpec failure, boolean fatal, long nowEpochSeconds) {
    boolean probe = failure.task().equals("monitor") && failure.intervalMillis() == 0;
    if (failure.rc() == 0 || (probe && failure.rc() == NOT_RUNNING)) {
      return List.of();
    }
    String operation = failure.resource() + "#" + failure.task() + "_" + failure.intervalMillis();
    Element attributes = attributes(node);
    Element set = attributes.children().getFirst();
    String count = "fail-count-" + operation;
    String last = "last-failure-" + operation;
    String now = Long.toString(nowEpochSeconds);
    set = with(set, count, fatal ? "INFINITY" : oneMore(set, count));
    set = with(set, last, now);
    node.replace(attributes.withChildren(List.of(set)));
    return List.of(
        new Modification.OfAttribute(count, fatal ? "INFINITY" : "value++", node.id()),
        new Modification.OfAttribute(last, now, node.id()));
  }

  private static Element attributes(StatusDraft.NodeDraft node) {
    Element attributes =
        node.state()
            .child("transient_attributes")
            .orElse(Element.of("transient_attributes", "id", node.id()));
    if (attributes.children().isEmpty()) {
      return attributes.plus(Element.of("instance_attributes", "id", "status-" + node.id()));
    }
    return attributes;
  }

  private static String oneMore(Element set, String name) {
    String old =
        set.children("nvpair").stream()
            .filter(pair -> pair.attribute("name", "").equals(name))
            .map(pair -> pair.attribute("value", "0"))
            .findFirst()
            .orElse("0");
    int count = Score.parse(old, 0);
    return Score.text(Score.add(count, 1));
  }

  private static Element with(Element set, String name, String value) {
    List<Element> pairs = new ArrayList<>();
    set.children().stream()
        .filter(pair -> !pair.attribute("name", "").equals(name))
        .forEach(pairs::add);
    pairs.add(Element.of("nvpair", "id", set.id() + "-" + name, "name", name, "value", value));
    return set.withChildren(pairs);
  }
}
