package io.systole.cib.rules;

/** Whether a rule or condition holds, and if not, whether time alone will change that. */
public enum RuleStatus {
  IN_EFFECT("is in effect"),
  NOT_YET("is not yet in effect"),
  EXPIRED("is no longer in effect"),
  UNSATISFIED("is not satisfied");

  private final String words;

  RuleStatus(String words) {
    this.words = words;
  }

  /** What is said of a rule that has it. */
  public String words() {
    return words;
  }
}
