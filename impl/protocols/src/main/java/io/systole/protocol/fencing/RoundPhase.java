package io.systole.protocol.fencing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.NodeName;

/**
 * Where the originator is in a round.
 *
 * <pre>
 * from        event                                            to
 * (none)      FenceRequested                                   Announced
 * Announced   own Query, no older round leads its aim          Querying
 * Announced   own Query, an older round leads its aim          Following
 * Following   the leader's success covers it, or it failed     Concluding
 * Following   the leader's success does not cover it           Announced
 * Querying    all replies, or the query's time is over         Executing, or Concluding without any
 *                                                              device
 * Executing   Executed: success of the last step               Concluding
 * Executing   Executed: failure; executor lost; time is over   Executing the next, or Concluding
 * any         ViewChanged, unless Executing or Concluding      Announced
 * any         the round's time is over                         Concluding
 * Concluding  own Result                                       (none)
 * </pre>
 */
public sealed interface RoundPhase {

  /** The query is sent and has not come back in agreed order. */
  record Announced() implements RoundPhase {}

  /** An older round has the same aim and was first; its success may serve this one as well. */
  record Following(OperationId leader) implements RoundPhase {}

  /**
   * Peers are being asked.
   *
   * @param awaited those that have not replied
   */
  record Querying(
      ImmutableSortedSet<NodeName> awaited,
      ImmutableSortedMap<NodeName, ImmutableList<Offer>> offers)
      implements RoundPhase {}

  /** A peer is executing {@code attempt} under the name {@code call}. */
  record Executing(Progress progress, CallId call, Attempt attempt) implements RoundPhase {}

  /** The decision is made, and sent; it is told when it has come back in agreed order. */
  record Concluding(FencingMessage.Result result) implements RoundPhase {}
}
