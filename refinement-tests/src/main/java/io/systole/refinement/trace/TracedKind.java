package io.systole.refinement.trace;

import io.systole.refinement.tla.Tla;

/**
 * What kind of step a machine took, as coverage counts it.
 *
 * @param event its type
 * @param kind of the message or the timer that it brings; empty if it brings none
 * @param refusal its name; empty if the step was taken
 */
public record TracedKind(String event, String kind, String refusal) {

  static TracedKind of(Tla event, String outcome, String taken) {
    Tla.Function fields = (Tla.Function) event;
    return new TracedKind(
        text(fields.get("type")), kind(fields), outcome.equals(taken) ? "" : outcome);
  }

  private static String kind(Tla.Function event) {
    if (event.has("message")) {
      return text(((Tla.Function) event.get("message")).get("type"));
    }
    if (!event.has("timer")) {
      return "";
    }
    return event.get("timer") instanceof Tla.Function timer
        ? text(timer.pairs().values().asList().get(0))
        : text(event.get("timer"));
  }

  private static String text(Tla value) {
    return ((Tla.Text) value).value();
  }
}
