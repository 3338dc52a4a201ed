package io.systole.scheduler.simulate;

import io.systole.scheduler.Plan;
import io.systole.scheduler.assignment.Assignment;
import java.util.ArrayList;
import java.util.List;

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
    if (scores) {
      for (Assignment.ScoreLine line : plan.assignment().lines()) {
        figures.add(
            line.step() == Assignment.Step.PROMOTION
                ? new Figure.PromotionScore(line.resource(), line.node(), line.score())
                : new Figure.NodeScore(
                    name(line.step()), line.resource(), line.node(), line.score()));
      }
    }
    return figures;
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
