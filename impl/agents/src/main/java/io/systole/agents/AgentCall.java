package io.systole.agents;

import com.google.common.collect.ImmutableSortedMap;
import java.time.Duration;

/**
 * One operation of a resource, as its agent is to be asked for it.
 *
 * @param agent which agent
 * @param resource the resource's id, without the number of an anonymous clone's instance
 * @param action {@code start}, {@code monitor}, ...
 * @param parameters what the agent finds as {@code OCF_RESKEY_*}, the {@code CRM_meta_*} included
 * @param limits when it is ended, and how much of its output is kept
 * @param mark put into the environment as {@link #MARK} if not empty, so that its processes can be
 *     found when whoever started them is gone
 */
public record AgentCall(
    AgentName agent,
    String resource,
    String action,
    ImmutableSortedMap<String, String> parameters,
    Command.Limits limits,
    String mark) {

  /** The name of the environment variable that says to which call a process belongs. */
  public static final String MARK = "SYSTOLE_CALL";

  /** A call without a mark. */
  public static AgentCall of(
      AgentName agent,
      String resource,
      String action,
      ImmutableSortedMap<String, String> parameters,
      Duration timeout) {
    return new AgentCall(agent, resource, action, parameters, Command.Limits.of(timeout), "");
  }
}
