package io.systole.scheduler.state;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.systole.cib.rules.AttributeSets;
import io.systole.scheduler.Origin;
import io.systole.xml.Element;
import org.jspecify.annotations.Nullable;

/** Everything that the CIB says, understood. The first phase's value. */
public final class ClusterState {

  final Element cib;
  final long now;
  final Origin origin;
  final Options options;
  final AttributeSets sets;
  final ImmutableList<Node> nodes;
  final ImmutableMap<String, Node> nodesByName;
  final ImmutableList<Resource> resources;
  final ImmutableList<Resource> topLevel;
  final ImmutableMap<String, Resource> resourcesById;
  final ImmutableMap<String, Ticket> tickets;
  final ImmutableMap<String, ImmutableList<String>> tags;
  final ImmutableList<Ban> bans;
  final ImmutableMap<String, FailCount> clearedFailCounts;
  final ImmutableList<Whereabouts> clearedHistories;
  final FailureHistory failCounts;
  final ImmutableList<UnresolvedFailure> unresolvedFailures;
  final long recheckBy;
  final ImmutableSet<Resource> promotionForbidden;
  final ImmutableSet<String> unfencingDevices;
  final boolean quorate;
  final Options.NoQuorumPolicy noQuorumPolicy;
  final boolean hasFenceDevice;

  /** A ticket: whether it is granted here. */
  public record Ticket(String id, boolean granted, boolean standby) {}

  /** A resource on a node. */
  public record Whereabouts(Resource resource, Node node) {}

  /** A failure with parameters that cannot be compared before it is known where containers are. */
  public record UnresolvedFailure(Resource resource, Node node, HistoryEntry entry) {}

  /** A fail count that is to be cleared, and why. */
  public record FailCount(Resource resource, Node node, String reason) {}

  ClusterState(ClusterReader r) {
    this.cib = r.cib;
    this.now = r.now;
    this.origin = r.origin;
    this.options = r.options;
    this.sets = r.sets;
    this.nodes = ImmutableList.copyOf(r.nodes);
    this.nodesByName = ImmutableMap.copyOf(r.nodesByName);
    this.resources = ImmutableList.copyOf(r.resources);
    this.topLevel = ImmutableList.copyOf(r.topLevel);
    this.resourcesById = ImmutableMap.copyOf(r.resourcesById);
    this.tickets = ImmutableMap.copyOf(r.tickets);
    this.tags = ImmutableMap.copyOf(r.tags);
    this.bans = ImmutableList.copyOf(r.bans);
    this.clearedFailCounts = ImmutableMap.copyOf(r.clearedFailCounts);
    this.clearedHistories = ImmutableList.copyOf(r.clearedHistories);
    this.failCounts = r.failures;
    this.unresolvedFailures = ImmutableList.copyOf(r.unresolvedFailures);
    this.recheckBy = r.recheckBy;
    this.promotionForbidden = ImmutableSet.copyOf(r.promotionForbidden);
    this.unfencingDevices = ImmutableSet.copyOf(r.unfencingDevices);
    this.quorate = r.quorate;
    this.noQuorumPolicy = r.noQuorumPolicy;
    this.hasFenceDevice = r.hasFenceDevice;
  }

  /** Reads a CIB at a moment. */
  public static ClusterState read(Element cib, long nowEpochSeconds) {
    return read(cib, nowEpochSeconds, Origin.LIVE);
  }

  /** Reads a CIB at a moment. */
  public static ClusterState read(Element cib, long nowEpochSeconds, Origin origin) {
    return new ClusterReader(cib, nowEpochSeconds, origin).read();
  }

  public Origin origin() {
    return origin;
  }

  /**
   * Reads what is so at a moment, without what tickets demand: a display shows what is, and a node
   * that is about to be fenced for a ticket that was lost is none the worse yet.
   */
  public static ClusterState readPresent(Element cib, long nowEpochSeconds, Origin origin) {
    return new ClusterReader(cib, nowEpochSeconds, origin).withoutTickets().read();
  }

  public Element cib() {
    return cib;
  }

  /** The moment in seconds since the epoch. */
  public long now() {
    return now;
  }

  public Options options() {
    return options;
  }

  /** Reads attribute sets of this CIB, references resolved. */
  public AttributeSets sets() {
    return sets;
  }

  /** By name; a node's index is its place. */
  public ImmutableList<Node> nodes() {
    return nodes;
  }

  public @Nullable Node node(String name) {
    return nodesByName.get(name);
  }

  /** All of them, each before what it contains; a resource's index is its place. */
  public ImmutableList<Resource> resources() {
    return resources;
  }

  /** The outermost resources in the order in which they are treated. */
  public ImmutableList<Resource> topLevel() {
    return topLevel;
  }

  /** By id, whether of an instance or of the configuration. */
  public @Nullable Resource resource(String id) {
    return resourcesById.get(id);
  }

  public ImmutableMap<String, Ticket> tickets() {
    return tickets;
  }

  /** A tag's (or template's) members. */
  public ImmutableMap<String, ImmutableList<String>> tags() {
    return tags;
  }

  public ImmutableList<Ban> bans() {
    return bans;
  }

  public ImmutableCollection<FailCount> clearedFailCounts() {
    return clearedFailCounts.values();
  }

  /** Histories that mean nothing any more, which the coordinator takes from the status. */
  public ImmutableList<Whereabouts> clearedHistories() {
    return clearedHistories;
  }

  public boolean clearsFailCount(Resource resource, Node node) {
    return clearedFailCounts.containsKey(resource.id + " " + node.id);
  }

  public ImmutableList<UnresolvedFailure> unresolvedFailures() {
    return unresolvedFailures;
  }

  public FailureHistory failCounts() {
    return failCounts;
  }

  /** The next moment at which the status will mean something else; 0 if there is none. */
  public long recheckBy() {
    return recheckBy;
  }

  /** Clones that may not be promoted for want of a ticket. */
  public ImmutableSet<Resource> promotionForbidden() {
    return promotionForbidden;
  }

  /** Fence devices that unfence nodes. */
  public ImmutableSet<String> unfencingDevices() {
    return unfencingDevices;
  }

  public boolean quorate() {
    return quorate;
  }

  public Options.NoQuorumPolicy noQuorumPolicy() {
    return noQuorumPolicy;
  }

  public boolean hasFenceDevice() {
    return hasFenceDevice;
  }

  /** Whether a node can be fenced from here. */
  public boolean canFence(Node node) {
    return Fencing.possible(node, options.fencing() && hasFenceDevice, quorate, noQuorumPolicy);
  }
}
