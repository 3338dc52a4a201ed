package io.systole.protocol.join;

import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;

/** What controllers say to each other to join; all hear all of it, in one order. */
public sealed interface JoinMessage {

  /**
   * The sender wants to take part: it waits for an offer, can't go on with the round that it is in,
   * or can't take an offer, since it has seen a greater epoch.
   *
   * @param seen the greatest epoch that the sender knows of
   */
  record JoinAnnounce(Epoch seen) implements JoinMessage {}

  /** The DC offers a place in the round {@code epoch} to the nodes {@code to}. */
  record JoinOffer(Epoch epoch, ImmutableSortedSet<NodeName> to) implements JoinMessage {}

  /**
   * The sender takes the offer.
   *
   * @param version the version of the controllers' messages that the sender speaks
   */
  record JoinRequest(Epoch epoch, HeldCib cib, int version) implements JoinMessage {}

  /** The nodes {@code to} have the CIB of this round and may confirm. */
  record JoinAck(Epoch epoch, ImmutableSortedSet<NodeName> to) implements JoinMessage {}

  /** The node {@code to} is refused. */
  record JoinNack(Epoch epoch, NodeName to, String reason) implements JoinMessage {}

  /**
   * The sender is ready for orders: it has put its whole history of operations into the CIB, where
   * the DC finds it (see ARCHITECTURE.md, "How results travel").
   */
  record JoinConfirm(Epoch epoch) implements JoinMessage {}
}
