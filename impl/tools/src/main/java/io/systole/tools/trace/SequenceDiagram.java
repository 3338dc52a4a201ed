package io.systole.tools.trace;

import com.google.common.collect.ImmutableList;
import io.systole.tools.trace.TraceStep.Who;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A sequence diagram: a line of life for each machine of each node, a row for each step, and an
 * arrow for each message from the step that sent it to the step that received it. Refused events
 * are hollow, faults go across.
 */
final class SequenceDiagram {

  private static final int LEFT = 60;
  private static final int TOP = 70;
  private static final int LANE = 190;
  private static final int ROW = 26;
  private static final int DOT = 5;
  private static final String INK = "#222";
  private static final String ARROW = "#2a6fb0";
  private static final String FAULT = "#b03030";

  private final List<TraceStep> steps;
  private final Map<String, Integer> lanes = new LinkedHashMap<>();
  private final Map<String, Place> senders = new TreeMap<>();
  private final Element.Builder back = Element.builder("g");
  private final Element.Builder front = Element.builder("g");

  private record Place(int x, int y) {}

  private SequenceDiagram(List<TraceStep> steps) {
    this.steps = steps;
    steps.stream()
        .filter(step -> !step.isFault())
        .map(step -> step.who().toString())
        .distinct()
        .sorted()
        .forEach(who -> lanes.put(who, lanes.size()));
  }

  /** The SVG document. */
  static String of(ImmutableList<TraceStep> steps) {
    return new SequenceDiagram(steps).draw();
  }

  private String draw() {
    int y = TOP;
    for (TraceStep step : steps) {
      y += ROW;
      if (step.isFault()) {
        fault(step, y);
      } else {
        step(step, y);
      }
    }
    int width = LEFT + LANE * Math.max(1, lanes.size()) + LEFT;
    int height = y + ROW * 2;
    Element.Builder svg =
        Element.builder("svg")
            .attribute("xmlns", "http://www.w3.org/2000/svg")
            .attribute("viewBox", "0 0 " + width + " " + height)
            .attribute("width", width)
            .attribute("height", height)
            .attribute("font-family", "sans-serif")
            .attribute("font-size", "12");
    svg.child(Element.of("rect", "width", "" + width, "height", "" + height, "fill", "white"));
    svg.child(arrowHead());
    lanes.forEach((who, lane) -> life(svg, who, x(lane), height - ROW));
    return Xml.writeIndented(svg.child(back.build()).child(front.build()).build());
  }

  private static int x(int lane) {
    return LEFT + LANE * lane + LANE / 2;
  }

  private static Element arrowHead() {
    Element tip = Element.of("path", "d", "M0,0 L8,4 L0,8 z", "fill", ARROW);
    return Element.of("defs")
        .plus(
            Element.of(
                    "marker",
                    "id",
                    "tip",
                    "markerWidth",
                    "8",
                    "markerHeight",
                    "8",
                    "refX",
                    "8",
                    "refY",
                    "4",
                    "orient",
                    "auto")
                .plus(tip));
  }

  private static void life(Element.Builder svg, String who, int x, int bottom) {
    svg.child(text(x, TOP - 24, who, INK, "middle", "bold"));
    svg.child(line(x, TOP - 14, x, bottom, "#bbb"));
  }

  private void step(TraceStep step, int y) {
    Who who = step.who();
    int x = x(lanes.getOrDefault(who.toString(), 0));
    step.awaits().ifPresent(message -> arrow(message, step, new Place(x, y)));
    boolean refused = !step.refused().isEmpty();
    front.child(
        Element.of(
                "circle",
                "cx",
                "" + x,
                "cy",
                "" + y,
                "r",
                "" + DOT,
                "fill",
                refused ? "white" : INK,
                "stroke",
                INK)
            .plus(title(step)));
    String label = refused ? step.action() + " (" + step.refused() + ")" : step.action();
    front.child(text(x + DOT + 4, y + 4, label, refused ? "#777" : INK, "start", "normal"));
    front.child(text(8, y + 4, step.index(), "#999", "start", "normal"));
    for (String message : step.sends()) {
      senders.put(message, new Place(x, y));
    }
  }

  /** What a pointer that rests on the step tells. */
  private static Element title(TraceStep step) {
    return Element.builder("title")
        .text(step.who() + " " + step.action() + " " + TraceStep.brief(step.args()))
        .build();
  }

  private void arrow(String message, TraceStep step, Place to) {
    Place from = senders.get(message);
    if (from == null) {
      back.child(withTip(line(to.x() - LANE / 3, to.y(), to.x() - DOT, to.y(), ARROW)));
      return;
    }
    int side = from.x() <= to.x() ? -DOT : DOT;
    back.child(withTip(line(from.x(), from.y(), to.x() + side, to.y(), ARROW)));
    String type = step.messageType();
    if (!type.isEmpty() && from.x() != to.x()) {
      int x = (from.x() + to.x()) / 2;
      int y = (from.y() + to.y()) / 2 - 4;
      back.child(text(x, y, type, ARROW, "middle", "normal"));
    }
  }

  private static Element withTip(Element line) {
    return line.with("marker-end", "url(#tip)");
  }

  private void fault(TraceStep step, int y) {
    int right = LEFT + LANE * Math.max(1, lanes.size());
    back.child(line(LEFT, y, right, y, FAULT).with("stroke-dasharray", "6 4"));
    front.child(
        text(
            LEFT + 4,
            y - 4,
            step.action() + " " + TraceStep.brief(step.args()),
            FAULT,
            "start",
            "normal"));
    front.child(text(8, y + 4, step.index(), "#999", "start", "normal"));
  }

  private static Element line(int x1, int y1, int x2, int y2, String colour) {
    return Element.of(
        "line", "x1", "" + x1, "y1", "" + y1, "x2", "" + x2, "y2", "" + y2, "stroke", colour);
  }

  private static Element text(
      int x, int y, String words, String colour, String anchor, String weight) {
    return Element.builder("text")
        .attribute("x", x)
        .attribute("y", y)
        .attribute("fill", colour)
        .attribute("text-anchor", anchor)
        .attribute("font-weight", weight)
        .text(words)
        .build();
  }
}
