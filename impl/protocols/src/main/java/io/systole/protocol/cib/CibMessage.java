package io.systole.protocol.cib;

import io.systole.cib.Cib;
import io.systole.cib.CibChange;
import io.systole.cib.CibVersion;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.ViewId;
import io.systole.xml.Digest;

/** What replicas say to each other, in agreed order. */
public sealed interface CibMessage {

  /** The epoch that the message belongs to. An epoch belongs to one view. */
  Epoch epoch();

  /**
   * Opens a round in which all replicas get one CIB.
   *
   * @param view in which the order was given; in another one it is void
   * @param source whose CIB is taken if none is better
   * @param quorate whether the coordinator acts for the whole cluster; else the term stays
   */
  record SnapshotWanted(Epoch epoch, ViewId view, NodeName source, boolean quorate)
      implements CibMessage {}

  /**
   * The sender takes no changes until the round has ended, and says what it has.
   *
   * @param promised whether the epoch is on its stable storage, so that it will take part in no
   *     older one whatever happens; only who has promised counts for the quorum
   */
  record Summary(Epoch epoch, boolean promised, CibSummary summary) implements CibMessage {}

  /** The CIB for everybody, from who has the best. Ends the round. */
  record Snapshot(Epoch epoch, Cib cib) implements CibMessage {}

  /**
   * A change that all synchronised replicas apply where it stands in the order.
   *
   * @param request the proposer's number of it
   */
  record Propose(Epoch epoch, long request, CibChange change) implements CibMessage {}

  /**
   * The sender has a configuration of the epoch's term on stable storage, and with it all that were
   * before.
   *
   * @param version of that configuration, with num_updates 0
   * @param digest of that configuration
   */
  record Persisted(Epoch epoch, CibVersion version, Digest digest) implements CibMessage {}
}
