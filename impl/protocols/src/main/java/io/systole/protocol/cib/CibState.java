package io.systole.protocol.cib;

import com.google.common.collect.ImmutableSortedMap;
import io.systole.cib.Cib;
import io.systole.cib.CibVersion;
import io.systole.cib.StoredCib;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import java.util.Optional;

/**
 * One replica of the CIB.
 *
 * @param copy what it has
 * @param view who is there; empty while the engine is not
 * @param mode how far the view's members have come to one CIB
 * @param storage what is on stable storage
 * @param reports the configurations of this epoch that members have stored
 * @param proposals the changes of this node's clients that await their end, by request
 * @param order the round that this node's controller awaits the end of
 */
public record CibState(
    NodeName self,
    Copy copy,
    Optional<View> view,
    Mode mode,
    Storage storage,
    ImmutableSortedMap<NodeName, CibVersion> reports,
    ImmutableSortedMap<Long, Proposal> proposals,
    Optional<Epoch> order) {

  /** Most changes of one node that await their end. */
  public static final int MAX_PROPOSALS = 1024;

  /** A replica that was just started, with what is on its stable storage. */
  public static CibState initial(NodeName self, StoredCib stored) {
    Copy copy = new Copy(stored.cib(), false, stored.term(), stored.seen());
    return new CibState(
        self,
        copy,
        Optional.empty(),
        new Mode.Apart(),
        new Storage(copy.mark(), Optional.empty(), false),
        ImmutableSortedMap.of(),
        ImmutableSortedMap.of(),
        Optional.empty());
  }

  /**
   * What a replica has.
   *
   * @param live whether the status is in it
   * @param term the epoch in which the configuration was last changed or made everybody's
   * @param seen the greatest epoch that the replica has heard of
   */
  public record Copy(Cib cib, boolean live, Epoch term, Epoch seen) {

    /** What has to be on stable storage for this copy to outlast a crash. */
    public Mark mark() {
      return new Mark(new Position(term, cib.version()), seen);
    }

    public CibSummary summary() {
      return new CibSummary(term, cib.version(), live, cib.digest());
    }

    StoredCib stored() {
      return new StoredCib(cib, term, seen);
    }

    Copy with(Cib newCib) {
      return new Copy(newCib, live, term, seen);
    }
  }

  /** Where the members of the view are. */
  public sealed interface Mode {

    /** No round has been opened in this view. */
    record Apart() implements Mode {}

    /**
     * A round is under way, and no change is taken.
     *
     * @param source whose CIB is taken if none is better
     * @param quorate whether the coordinator acts for the whole cluster
     * @param said whether this replica has sent its summary
     * @param summaries what the members have
     */
    record Collecting(
        Epoch epoch,
        NodeName source,
        boolean quorate,
        boolean said,
        ImmutableSortedMap<NodeName, CibMessage.Summary> summaries)
        implements Mode {}

    /**
     * All members had one CIB, and take the same changes since.
     *
     * @param leads whether a quorum has promised this epoch, so that it is the CIB's term and the
     *     configuration may be changed
     */
    record Synchronised(Epoch epoch, boolean leads) implements Mode {}
  }

  /**
   * What stable storage has to hold, in short.
   *
   * @param seen the greatest epoch that the replica has promised to
   */
  public record Mark(Position position, Epoch seen) {}

  /**
   * Stable storage.
   *
   * @param kept what is on it
   * @param underWay what is being written
   * @param failing whether the last attempt to write failed
   */
  public record Storage(Mark kept, Optional<Mark> underWay, boolean failing) {}

  /**
   * A change that a client of this node has asked for.
   *
   * @param applied the version of the configuration that has to be stored before the client hears
   *     that it is done; empty while the change has not come back in agreed order
   */
  public record Proposal(Optional<CibVersion> applied) {}

  /** Whether changes are taken. */
  public boolean synchronised() {
    return mode instanceof Mode.Synchronised;
  }

  CibState withCopy(Copy newCopy) {
    return new CibState(self, newCopy, view, mode, storage, reports, proposals, order);
  }

  CibState withMode(Mode newMode) {
    return new CibState(self, copy, view, newMode, storage, reports, proposals, order);
  }

  CibState withStorage(Storage newStorage) {
    return new CibState(self, copy, view, mode, newStorage, reports, proposals, order);
  }

  CibState withReports(ImmutableSortedMap<NodeName, CibVersion> newReports) {
    return new CibState(self, copy, view, mode, storage, newReports, proposals, order);
  }

  CibState withProposals(ImmutableSortedMap<Long, Proposal> newProposals) {
    return new CibState(self, copy, view, mode, storage, reports, newProposals, order);
  }

  CibState withOrder(Optional<Epoch> newOrder) {
    return new CibState(self, copy, view, mode, storage, reports, proposals, newOrder);
  }

  CibState inView(Optional<View> newView) {
    return new CibState(
        self,
        copy,
        newView,
        new Mode.Apart(),
        storage,
        ImmutableSortedMap.of(),
        ImmutableSortedMap.of(),
        Optional.empty());
  }
}
