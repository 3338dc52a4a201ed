package io.systole.scheduler.simulate;

import io.systole.scheduler.Plan;
import io.systole.scheduler.assignment.Assignment;
import io.systole.scheduler.state.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells what a plan would do, and how that differs from another one. */
public final class Outlook {

  private final Bullets out = new Bullets();

  private Outlook() {}

  /** What the cluster is about to do. */
  public static String of(Plan plan) {
    Outlook outlook = new Outlook();
    outlook.list(
        "What the cluster is about to do",
        Changes.of(plan),
        "Nothing is to be done: everything is as it shall be.");
    outlook.size(plan);
    return outlook.out.toString();
  }

  /**
   * What would be done on account of a change.
   *
   * @param before the plan without the change
   * @param after the plan with it
   */
  public static String of(Plan before, Plan after) {
    List<Change> without = Changes.of(before);
    List<Change> with = Changes.of(after);
    Outlook outlook = new Outlook();
    outlook.list(
        "On account of the change",
        with.stream().filter(c -> !without.contains(c)).toList(),
        "The change by itself would cause nothing to be done.");
    outlook.more("In any case", with.stream().filter(without::contains).toList());
    outlook.more(
        "Not to be done any more", without.stream().filter(c -> !with.contains(c)).toList());
    outlook.places(before, after);
    outlook.size(after);
    return outlook.out.toString();
  }

  private void list(String title, List<Change> changes, String none) {
    if (changes.isEmpty()) {
      out.line(none);
      return;
    }
    out.begin(title);
    Change.Widths widths = Change.Widths.of(changes);
    changes.forEach(c -> out.item(c.text(widths)));
    out.end();
  }

  private void more(String title, List<Change> changes) {
    if (!changes.isEmpty()) {
      out.blank();
      list(title, changes, "");
    }
  }

  private void size(Plan plan) {
    long operations =
        plan.graph().synapses().stream().filter(s -> !s.action().is("pseudo_event")).count();
    out.blank();
    out.line(
        operations == 0
            ? "No operation would be run."
            : "In all "
                + operations
                + (operations == 1 ? " operation" : " operations")
                + " would be run. To watch them one by one: systole simulate -S.");
  }

  private void places(Plan before, Plan after) {
    Map<String, String> old = places(before);
    List<String> moved = new ArrayList<>();
    places(after)
        .forEach((resource, node) -> {
          String was = old.getOrDefault(resource, "not configured");
          if (!was.equals(node)) {
            moved.add(resource + ": " + node + " instead of " + was);
          }
        });
    if (!moved.isEmpty()) {
      out.blank();
      out.begin("Where resources would be in the end");
      moved.forEach(out::item);
      out.end();
    }
  }

  private static Map<String, String> places(Plan plan) {
    Map<String, String> places = new LinkedHashMap<>();
    Assignment assignment = plan.assignment();
    for (Resource resource : plan.cluster().resources()) {
      if (resource.isPrimitive() && !resource.orphan()) {
        var node = assignment.node(resource);
        places.put(resource.id(), node == null ? "nowhere" : node.name());
      }
    }
    return places;
  }
}
