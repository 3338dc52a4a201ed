package io.systole.cluster.group;

import com.google.common.collect.ImmutableSortedMap;
import io.systole.xml.Element;

/** What the nodes tell each other of their groups. */
public sealed interface GroupMessage {

  /**
   * All that the others have to know of a node, said once in each view.
   *
   * @param incarnation of the node's engine
   * @param quorum what the node knows of the quorum
   * @param local the groups that the node's processes are in, with the serials of their joins
   */
  record Announced(long incarnation, QuorumClaim quorum, ImmutableSortedMap<String, Long> local)
      implements GroupMessage {}

  /** A process of the sender joined. */
  record Joined(String group, long serial) implements GroupMessage {}

  /** A process of the sender left. */
  record Left(String group, long serial) implements GroupMessage {}

  /** A process of the sender speaks to its group. */
  record Said(String group, long serial, Element payload) implements GroupMessage {}
}
