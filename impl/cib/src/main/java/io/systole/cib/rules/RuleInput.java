package io.systole.cib.rules;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a rule may ask about.
 *
 * @param nowEpochSeconds the time
 * @param node the attributes of the node, or null where no node is meant
 * @param parameters a resource's parameters, for values taken from there
 * @param meta a resource's meta-attributes, for values taken from there
 * @param resource the agent of the resource
 * @param operation the operation
 * @param matches what the groups of a resource pattern matched, the whole first
 */
public record RuleInput(
    long nowEpochSeconds,
    @Nullable Map<String, String> node,
    Map<String, String> parameters,
    Map<String, String> meta,
    Optional<Agent> resource,
    Optional<Operation> operation,
    ImmutableList<String> matches) {

  /** The agent that a {@code rsc_expression} compares. */
  public record Agent(String standard, String provider, String type) {}

  /** The operation that an {@code op_expression} compares. */
  public record Operation(String name, long intervalMillis) {}

  public static RuleInput at(long nowEpochSeconds) {
    return new RuleInput(
        nowEpochSeconds,
        null,
        ImmutableMap.of(),
        ImmutableMap.of(),
        Optional.empty(),
        Optional.empty(),
        ImmutableList.of());
  }

  public RuleInput withNode(@Nullable Map<String, String> attributes) {
    return new RuleInput(
        nowEpochSeconds, attributes, parameters, meta, resource, operation, matches);
  }

  public RuleInput withResource(Agent agent) {
    return new RuleInput(
        nowEpochSeconds, node, parameters, meta, Optional.of(agent), operation, matches);
  }

  public RuleInput withOperation(Operation newOperation) {
    return new RuleInput(
        nowEpochSeconds, node, parameters, meta, resource, Optional.of(newOperation), matches);
  }

  public RuleInput withValues(Map<String, String> newParameters, Map<String, String> newMeta) {
    return new RuleInput(
        nowEpochSeconds, node, newParameters, newMeta, resource, operation, matches);
  }

  public RuleInput withMatches(ImmutableList<String> newMatches) {
    return new RuleInput(nowEpochSeconds, node, parameters, meta, resource, operation, newMatches);
  }
}
