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
        figures.add(new Figure.NodeScore(line.kind(), line.resource(), line.node(), line.score()));
      }
    }
    return figures;
  }
}
