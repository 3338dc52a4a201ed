package io.systole.scheduler.simulate;

import io.systole.scheduler.Plan;
import io.systole.scheduler.assignment.Assignment;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers the figures that an assignment was made from. */
final class Figures {

  static final String SCORES = "Assignment Scores";
  static final String UTILIZATION = "Utilization Information";
  static final String BOTH = "Assignment Scores and Utilization Information";

  private Figures() {}

  static String title(boolean scores, boolean utilization) {
    if (scores && utilization) {
      return BOTH;
    }
    return scores ? SCORES : UTILIZATION;
  }

  static List<Figure> of(Plan plan, boolean scores, boolean utilization) {
    List<Figure> figures = new ArrayList<>();
    if (utilization) {
      for (Node node : plan.cluster().nodes()) {
        figures.add(new Figure.NodeCapacity("Original", node.name(), node.utilization()));
      }
    }
    if (scores) {
      plan.assignment().lines().forEach(line -> figures.add(score(line)));
    }
    if (utilization) {
      plan.assignment().order().forEach(resource -> addUse(plan, resource, figures));
      for (Node node : plan.cluster().nodes()) {
        figures.add(
            new Figure.NodeCapacity("Remaining", node.name(), text(plan.assignment().left(node))));
      }
    }
    return figures;
  }

  private static Figure score(Assignment.ScoreLine line) {
    return line.step() == Assignment.Step.PROMOTION
        ? new Figure.PromotionScore(line.resource(), line.node(), line.score())
        : new Figure.NodeScore(name(line.step()), line.resource(), line.node(), line.score());
  }

  private static void addUse(Plan plan, Resource resource, List<Figure> into) {
    Node node = plan.assignment().node(resource);
    Map<String, String> amounts = text(plan.assignment().needs(resource));
    if (resource.isPrimitive() && node != null && !amounts.isEmpty()) {
      into.add(
          new Figure.ResourceUtilization(
              "pcmk__assign_resource", resource.id(), node.name(), amounts));
    }
    plan.assignment().children(resource).forEach(child -> addUse(plan, child, into));
  }

  private static Map<String, String> text(Map<String, Integer> amounts) {
    Map<String, String> text = new LinkedHashMap<>();
    amounts.forEach((name, amount) -> text.put(name, Integer.toString(amount)));
    return text;
  }

  /** The name by which the field's tools call the step of the assignment. */
  private static String name(Assignment.Step step) {
    return switch (step) {
      case PRIMITIVE -> "pcmk__primitive_assign";
      case GROUP -> "pcmk__group_assign";
      case CLONE -> "pcmk__clone_assign";
      case BUNDLE -> "pcmk__bundle_assign";
      case PROMOTION -> "pcmk__set_instance_roles";
    };
  }
}
