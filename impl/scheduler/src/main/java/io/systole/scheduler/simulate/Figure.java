package io.systole.scheduler.simulate;

import io.systole.scheduler.rules.Score;
import io.systole.xml.Element;
import java.util.Map;

/** One line of the figures that an assignment was made from. */
sealed interface Figure {

  String text();

  Element xml();

  /**
   * A resource's score on a node.
   *
   * @param step the step of the assignment that it was taken at, by the field's name
   */
  record NodeScore(String step, String resource, String node, int score) implements Figure {

    @Override
    public String text() {
      return step + ": " + resource + " allocation score on " + node + ": " + Score.text(score);
    }

    @Override
    public Element xml() {
      return Element.of(
          "node_weight",
          "function",
          step,
          "node",
          node,
          "score",
          Score.text(score),
          "id",
          resource);
    }
  }

  /** An instance's claim to be promoted; {@code node} is empty if it does not run. */
  record PromotionScore(String resource, String node, int score) implements Figure {

    @Override
    public String text() {
      String where = node.isEmpty() ? "(inactive)" : "on " + node;
      return resource + " promotion score " + where + ": " + Score.text(score);
    }

    @Override
    public Element xml() {
      Element.Builder xml = Element.builder("promotion_score").attribute("id", resource);
      if (!node.isEmpty()) {
        xml.attribute("node", node);
      }
      return xml.attribute("score", Score.text(score)).build();
    }
  }

  /**
   * What a node has room for.
   *
   * @param stage {@code Original} or {@code Remaining}
   */
  record NodeCapacity(String stage, String node, Map<String, String> amounts) implements Figure {

    @Override
    public String text() {
      return stage + ": " + node + " capacity:" + list(amounts);
    }

    @Override
    public Element xml() {
      return withAmounts(
          Element.builder("capacity").attributes("node", node, "comment", stage), amounts);
    }
  }

  /** What a resource takes up on the node that it gets. */
  record ResourceUtilization(String step, String resource, String node, Map<String, String> amounts)
      implements Figure {

    @Override
    public String text() {
      return step + ": " + resource + " utilization on " + node + ":" + list(amounts);
    }

    @Override
    public Element xml() {
      Element.Builder xml =
          Element.builder("utilization")
              .attributes("resource", resource, "node", node, "function", step);
      return withAmounts(xml, amounts);
    }
  }

  private static String list(Map<String, String> amounts) {
    StringBuilder list = new StringBuilder();
    amounts.forEach((name, amount) -> list.append(' ').append(name).append('=').append(amount));
    return list.toString();
  }

  private static Element withAmounts(Element.Builder xml, Map<String, String> amounts) {
    amounts.forEach((name, amount) -> xml.child(Element.builder(name).text(amount).build()));
    return xml.build();
  }
}
