package io.systole.scheduler.simulate;

/** Whether a node's state says that it is there. */
public enum Presence {
  UP("true", "online", "member", "member"),
  DOWN("false", "offline", "down", "down"),
  /** It was there and is lost. */
  LOST("false", "online", "member", "member");

  private final String member;
  private final String process;
  private final String join;
  private final String expected;

  Presence(String member, String process, String join, String expected) {
    this.member = member;
    this.process = process;
    this.join = join;
    this.expected = expected;
  }

  void apply(StatusDraft.NodeDraft node) {
    node.set("in_ccm", member);
    node.set("crmd", process);
    node.set("join", join);
    node.set("expected", expected);
    node.set("crm-debug-origin", "crm_simulate");
  }
}
