package io.systole.cib.options;

import static io.systole.cib.options.FactsDraft.choice;
import static io.systole.cib.options.FactsDraft.number;
import static io.systole.cib.options.FactsDraft.text;
import static io.systole.cib.options.FactsDraft.time;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Optional;

/**
 * The instance attributes of fence devices that the cluster reads itself, whatever the agent is
 * (Pacemaker Explained, "Special Meta-Attributes for Fencing Resources").
 */
public enum FencingOption implements CibOption {
  HOST_LIST(
      text("pcmk_host_list", "")
          .means("The nodes that the device can fence, with spaces or commas between them.")),
  HOST_MAP(
      text("pcmk_host_map", "")
          .means("What the device calls each node, as in node1:1;node2:2,3 (ports of a switch).")),
  HOST_CHECK(
      choice("pcmk_host_check", "", "static-list", "dynamic-list", "status", "none")
          .otherwise(
              "static-list where nodes are listed or mapped, else dynamic-list where the agent can"
                  + " list, else status where it can tell, else none")
          .means(
              "How it is found which nodes the device can fence: by the lists above, by asking the"
                  + " device for a list, by asking it about each node, or not at all: all nodes.")),
  HOST_ARGUMENT(
      text("pcmk_host_argument", "")
          .otherwise("port, or plug where the agent has that alone")
          .means("The agent's parameter that names the node; none has it told nothing.")),
  DELAY_BASE(
      time("pcmk_delay_base", "0s")
          .since("1.1.17")
          .means(
              "How long to wait before a node is turned off. It decides who wins where two nodes"
                  + " would fence each other.")),
  DELAY_MAX(
      time("pcmk_delay_max", "0s")
          .means("The longest wait, if it is drawn by chance from pcmk_delay_base on.")),
  ACTION_LIMIT(
      number("pcmk_action_limit", 1)
          .atLeast(-1)
          .since("1.1.15")
          .means("How many actions the device can do at once; -1 is any number.")),
  FENCING_TIMEOUT(
      time("stonith-timeout", "")
          .older("fencing-timeout")
          .otherwise("the cluster option fencing-timeout")
          .adviseAgainst()
          .means("The timeout of the device's actions; set pcmk_ACTION_timeout instead.")),
  REBOOT_ACTION(action("reboot")),
  REBOOT_TIMEOUT(timeout("reboot")),
  REBOOT_RETRIES(retries("reboot")),
  OFF_ACTION(action("off")),
  OFF_TIMEOUT(timeout("off")),
  OFF_RETRIES(retries("off")),
  ON_ACTION(action("on")),
  ON_TIMEOUT(timeout("on")),
  ON_RETRIES(retries("on")),
  LIST_ACTION(action("list")),
  LIST_TIMEOUT(timeout("list")),
  LIST_RETRIES(retries("list")),
  MONITOR_ACTION(action("monitor")),
  MONITOR_TIMEOUT(timeout("monitor")),
  MONITOR_RETRIES(retries("monitor")),
  STATUS_ACTION(action("status")),
  STATUS_TIMEOUT(timeout("status")),
  STATUS_RETRIES(retries("status"));

  private static final ImmutableSortedMap<String, FencingOption> BY_WORD = byWord();

  private final OptionFacts facts;

  FencingOption(FactsDraft draft) {
    this.facts = draft.facts();
  }

  @Override
  public OptionFacts facts() {
    return facts;
  }

  /** The option of that name, such as {@code pcmk_off_timeout}. */
  public static Optional<FencingOption> of(String word) {
    return Optional.ofNullable(BY_WORD.get(word));
  }

  private static ImmutableSortedMap<String, FencingOption> byWord() {
    ImmutableSortedMap.Builder<String, FencingOption> byWord = ImmutableSortedMap.naturalOrder();
    for (FencingOption option : values()) {
      byWord.put(option.word(), option);
    }
    return byWord.buildOrThrow();
  }

  private static FactsDraft action(String action) {
    return text("pcmk_" + action + "_action", action)
        .means("What the agent is told to do instead of " + action + ".");
  }

  private static FactsDraft timeout(String action) {
    return time("pcmk_" + action + "_timeout", "60s")
        .means("How long the action " + action + " may take.");
  }

  private static FactsDraft retries(String action) {
    return number("pcmk_" + action + "_retries", 2)
        .atLeast(1)
        .means("How often the action " + action + " is tried within its timeout.");
  }
}
