package io.systole.cib.options;

import static io.systole.cib.options.FactsDraft.choice;
import static io.systole.cib.options.FactsDraft.date;
import static io.systole.cib.options.FactsDraft.flag;
import static io.systole.cib.options.FactsDraft.text;
import static io.systole.cib.options.FactsDraft.time;

/**
 * What {@code <op>} may say of an operation, as its attributes or its meta-attributes (Pacemaker
 * Explained, "Operation Properties").
 */
public enum OperationOption implements CibOption {
  NAME(text("name", "").means("The action, such as monitor.")),
  DESCRIPTION(text("description", "").means("Words for people.")),
  INTERVAL(time("interval", "0").means("How often it is repeated; 0 is not at all.")),
  TIMEOUT(time("timeout", "20s").means("How long it may take until it has failed.")),
  ON_FAIL(
      choice(
              "on-fail",
              "",
              "ignore",
              "nothing",
              "block",
              "stop",
              "demote",
              "migrate",
              "restart",
              "standby",
              "fence",
              "restart-container")
          .otherwise(
              "for stop: fence where fencing is enabled, otherwise block; for others: restart")
          .means("What follows when it fails.")),
  ENABLED(flag("enabled", true).means("Whether it is done at all.")),
  ROLE(
      choice("role", "", "stopped", "started", "unpromoted", "slave", "promoted", "master")
          .otherwise("any role but Stopped")
          .means("In which role of the resource it is repeated.")),
  INTERVAL_ORIGIN(date("interval-origin").means("A moment that the repetitions are counted from.")),
  START_DELAY(time("start-delay", "0").means("How long to wait before it is done first.")),
  RECORD_PENDING(
      flag("record-pending", true)
          .adviseAgainst()
          .means("Whether the status tells of it while it is under way."));

  private final OptionFacts facts;

  OperationOption(FactsDraft draft) {
    this.facts = draft.facts();
  }

  @Override
  public OptionFacts facts() {
    return facts;
  }
}
