package io.systole.protocol.fencing;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;

/**
 * What agents can do, by their own word. An agent that has not said anything is taken to be able to
 * do all: to fence matters more than to know.
 *
 * @param actions by the agent's name
 */
public record AgentAbilities(ImmutableSortedMap<String, ImmutableSortedSet<String>> actions) {

  /** Before any agent has said anything. */
  public static final AgentAbilities UNKNOWN = new AgentAbilities(ImmutableSortedMap.of());

  boolean can(String agent, String action) {
    ImmutableSortedSet<String> known = actions.get(agent);
    return known == null || known.contains(action);
  }
}
