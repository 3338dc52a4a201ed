package io.systole.simulation;

import com.google.common.collect.ImmutableSet;
import io.systole.cib.Cib;
import io.systole.cib.CibVersion;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.protocol.cib.CibState;
import io.systole.protocol.fencing.Conclusion;
import io.systole.protocol.fencing.FencingRecord;
import io.systole.protocol.fencing.FencingState;
import io.systole.protocol.fencing.OperationId;
import io.systole.xml.Digest;
import io.systole.xml.Element;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Checks the promises with an eye that sees all nodes at once. It is told of every step and of
 * every thing that really happens, and never asks a machine what it thinks of itself.
 */
final class Promises {

  /** The acknowledged changes, by the epoch under which they were acknowledged. */
  private final SortedMap<Epoch, SortedSet<String>> acknowledged = new TreeMap<>();

  /** The changes in the CIB with which each epoch of a quorum began. */
  private final SortedMap<Epoch, ImmutableSet<String>> begun = new TreeMap<>();

  private final Map<String, Digest> digests = new TreeMap<>();
  private final Map<String, Epoch> highestHeard = new TreeMap<>();
  private final Map<String, Epoch> heardInFormerLife = new TreeMap<>();
  private final Map<OperationId, Conclusion> concluded = new TreeMap<>();
  private final Map<String, SortedSet<OperationId>> finished = new TreeMap<>();

  /**
   * Ends the run.
   *
   * @throws BrokenPromise always
   */
  @SuppressWarnings("DoNotCallSuggester") // whoever finds a promise broken calls it to say so
  void broken(Promise promise, String how) {
    throw new BrokenPromise(promise, how);
  }

  /** A replica took a step. */
  void replicaStepped(NodeName node, CibState state) {
    if (state.mode() instanceof CibState.Mode.Synchronised synchronised) {
      Cib cib = state.copy().cib();
      if (synchronised.leads()) {
        epochBegun(synchronised.epoch(), cib);
        agrees(
            node,
            "configuration of term " + state.copy().term(),
            cib.version().ofConfiguration(),
            cib.configurationDigest());
      }
      // Without a quorum an epoch that nobody could store may be opened again in another view.
      String view = state.view().map(v -> v.id().toString()).orElse("");
      agrees(
          node,
          "CIB in epoch " + synchronised.epoch() + " of view " + view,
          cib.version(),
          cib.digest());
    }
  }

  private void epochBegun(Epoch epoch, Cib cib) {
    if (begun.containsKey(epoch)) {
      return;
    }
    ImmutableSet<String> present = markers(cib);
    begun.put(epoch, present);
    acknowledged
        .headMap(epoch)
        .forEach((of, changes) -> changes.forEach(change -> isIn(change, of, epoch, present)));
  }

  /** A client was told that its change is done. */
  void changeAcknowledged(String change, Epoch epoch) {
    acknowledged.computeIfAbsent(epoch, e -> new TreeSet<>()).add(change);
    begun
        .tailMap(epoch)
        .forEach((later, present) -> {
          if (!later.equals(epoch)) {
            isIn(change, epoch, later, present);
          }
        });
  }

  /** How many epochs of a quorum have begun. */
  int epochs() {
    return begun.size();
  }

  private void isIn(String change, Epoch of, Epoch epoch, ImmutableSet<String> present) {
    if (!present.contains(change)) {
      broken(
          Promise.ACKNOWLEDGED_STAYS,
          "change "
              + change
              + " was acknowledged in epoch "
              + of
              + " and is not in the CIB of epoch "
              + epoch);
    }
  }

  /** The changes of the simulation's clients that are in a CIB. */
  static ImmutableSet<String> markers(Cib cib) {
    return cib.configuration()
        .descendants()
        .filter(element -> element.id().startsWith(ConfigurationClient.MARKER))
        .map(Element::id)
        .collect(ImmutableSet.toImmutableSet());
  }

  private void agrees(NodeName node, String what, CibVersion version, Digest digest) {
    Digest known = digests.putIfAbsent(what + " " + version, digest);
    if (known != null && !known.equals(digest)) {
      broken(
          Promise.REPLICAS_AGREE,
          node + " has another " + what + " of version " + version + " than a replica before it");
    }
  }

  /** A process heard of an epoch, by whatever way. */
  void epochHeard(String process, Epoch epoch) {
    highestHeard.merge(process, epoch, (a, b) -> a.compareTo(b) >= 0 ? a : b);
  }

  /** A process obeyed an order. */
  void orderObeyed(String process, Epoch epoch, String order) {
    Epoch highest = highestHeard.get(process);
    Epoch before = heardInFormerLife.get(process);
    boolean replaced =
        before != null
            && epoch.compareTo(before) < 0
            && !epoch.coordinator().equals(before.coordinator());
    if (replaced || (highest != null && epoch.compareTo(highest) < 0)) {
      broken(
          Promise.NO_STALE_COORDINATOR,
          process
              + " obeyed "
              + order
              + " of epoch "
              + epoch
              + " after it had heard of "
              + (highest == null ? before : highest));
    }
    epochHeard(process, epoch);
  }

  /** A node has booted: what its daemons had heard is gone with the life before. */
  void forgot(String process) {
    highestHeard.remove(process);
    heardInFormerLife.remove(process);
  }

  /**
   * A daemon began anew on a node that went on, and knows nothing. A coordinator may have lost an
   * epoch of its own with its controller and open a lesser one, which replaces nobody but itself;
   * whoever was replaced by another one is still not to be obeyed.
   */
  void beganAnew(String process) {
    Epoch highest = highestHeard.remove(process);
    if (highest != null) {
      heardInFormerLife.merge(process, highest, (a, b) -> a.compareTo(b) >= 0 ? a : b);
    }
  }

  /** A fencer begins without a history; what it had finished it will hear of from the others. */
  void fencerStarted(String process) {
    finished.remove(process);
  }

  /** A fencer took a step. */
  void fencerStepped(String process, FencingState state) {
    SortedSet<OperationId> known = finished.computeIfAbsent(process, p -> new TreeSet<>());
    for (FencingRecord record : state.history().records().values()) {
      if (record.isPending() && known.contains(record.id())) {
        broken(
            Promise.FENCING_STAYS_FINISHED,
            record.id() + " is pending again for " + process + ", where it had ended");
      }
      if (!record.isPending() && known.add(record.id())) {
        record.conclusion().ifPresent(c -> fencingTold(process, record, c));
      }
    }
  }

  /** A client was told how an operation ended. */
  void fencingTold(String to, FencingRecord record) {
    record.conclusion().ifPresent(c -> fencingTold(to, record, c));
  }

  private void fencingTold(String to, FencingRecord record, Conclusion conclusion) {
    if (!conclusion.status().isDecided()) {
      return;
    }
    Conclusion known = concluded.putIfAbsent(record.id(), conclusion);
    if (known != null && known.status() != conclusion.status()) {
      broken(
          Promise.FENCING_STAYS_FINISHED,
          to
              + " hears that "
              + record.id()
              + " ended as "
              + conclusion.status()
              + ", and others heard "
              + known.status());
    }
  }
}
