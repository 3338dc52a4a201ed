package io.systole.scheduler.state;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.MultimapBuilder;
import io.systole.cib.options.ClusterOption;
import io.systole.cib.rules.AttributeSets;
import io.systole.cib.rules.RuleInput;
import io.systole.scheduler.Origin;
import io.systole.scheduler.rules.Values;
import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gathers what is read while it is read; {@link ClusterState} is its result. */
final class ClusterReader {

  final Element cib;
  final Element configuration;
  final Element status;
  final long now;
  final Origin origin;
  final Map<String, Element> elementsById = new LinkedHashMap<>();
  final AttributeSets sets = new AttributeSets(elementsById::get);
  Options options = Options.of(ImmutableMap.of());
  final List<Node> nodes = new ArrayList<>();

  /** How many nodes the configuration knows, those left out that only histories tell of. */
  int configuredNodes;

  /** By the bundle's id: the nodes that are known by the bundle alone. */
  final ListMultimap<String, String> newReplicas =
      MultimapBuilder.linkedHashKeys().arrayListValues().build();

  final Map<String, Node> nodesByName = new LinkedHashMap<>();
  final Map<String, Node> nodesById = new LinkedHashMap<>();
  final List<Resource> resources = new ArrayList<>();
  final List<Resource> topLevel = new ArrayList<>();
  final Map<String, Resource> resourcesById = new LinkedHashMap<>();
  final Map<String, ClusterState.Ticket> tickets = new LinkedHashMap<>();
  final Map<String, ImmutableList<String>> tags = new LinkedHashMap<>();
  final List<Ban> bans = new ArrayList<>();
  final Map<String, ClusterState.FailCount> clearedFailCounts = new LinkedHashMap<>();
  final List<ClusterState.Whereabouts> clearedHistories = new ArrayList<>();
  final Set<String> unfencingDevices = new LinkedHashSet<>();
  final Set<Resource> promotionForbidden = new LinkedHashSet<>();
  final FailureHistory failures;
  final List<ClusterState.UnresolvedFailure> unresolvedFailures = new ArrayList<>();
  long recheckBy;
  private boolean heedsTickets = true;
  boolean quorate;
  boolean hasFenceDevice;
  Options.NoQuorumPolicy noQuorumPolicy = Options.NoQuorumPolicy.STOP;

  ClusterReader(Element cib, long now, Origin origin) {
    this.origin = origin;
    this.cib = cib;
    this.now = now;
    this.failures = new FailureHistory(now);
    this.configuration = cib.child("configuration").orElse(Element.of("configuration"));
    this.status = cib.child("status").orElse(Element.of("status"));
  }

  ClusterReader withoutTickets() {
    heedsTickets = false;
    return this;
  }

  ClusterState read() {
    index(cib);
    readOptions();
    readTags();
    new NodeReader(this).readConfigured();
    new ResourceReader(this).readConfigured();
    new StatusReader(this).read();
    new ShutdownLocks(this).apply();
    if (heedsTickets) {
      new TicketReader(this).read();
    }
    topLevel.sort(Collections.reverseOrder(java.util.Comparator.comparingInt(Resource::priority)));
    nodes.forEach(Node::freeze);
    return new ClusterState(this);
  }

  private void index(Element element) {
    if (!element.id().isEmpty() && !element.is("lrm_rsc_op") && !element.is("lrm_resource")) {
      elementsById.putIfAbsent(element.id(), element);
    }
    if (!element.is("lrm")) {
      element.children().forEach(this::index);
    }
  }

  private void readOptions() {
    Map<String, String> values = new LinkedHashMap<>();
    configuration
        .child("crm_config")
        .ifPresent(c -> {
          for (Element set : sets.sets(c, "cluster_property_set", "cib-bootstrap-options")) {
            sets.readSet(set, ruleInput(), values);
          }
        });
    options = Options.of(values);
    quorate = Values.isTrue(cib.attribute("have-quorum", "false"));
    noQuorumPolicy = options.configuredPolicy();
    if (noQuorumPolicy == Options.NoQuorumPolicy.FENCE) {
      boolean panic = Values.isTrue(cib.attribute("no-quorum-panic", "false"));
      if (!options.fencing() || !(panic || quorate)) {
        // Fencing oneself is for those who once were part of a whole cluster.
        noQuorumPolicy = Options.NoQuorumPolicy.STOP;
      }
    }
  }

  private void readTags() {
    configuration
        .child("tags")
        .ifPresent(t -> {
          for (Element tag : t.children("tag")) {
            tags.put(
                tag.id(),
                tag.children("obj_ref").stream()
                    .map(Element::id)
                    .collect(ImmutableList.toImmutableList()));
          }
        });
  }

  RuleInput ruleInput() {
    return RuleInput.at(now);
  }

  /** Notes a moment at which what was read will mean something else. */
  void recheckAt(long epochSeconds) {
    if (epochSeconds > now && (recheckBy == 0 || epochSeconds < recheckBy)) {
      recheckBy = epochSeconds;
    }
  }

  /** Whether a node of which nothing has been seen yet must be fenced to be sure of it. */
  boolean fencesStrangers() {
    return options.fencing() && options.is(ClusterOption.STARTUP_FENCING);
  }

  boolean canFence(Node node) {
    return Fencing.possible(node, options.fencing() && hasFenceDevice, quorate, noQuorumPolicy);
  }

  /** Marks a node as one whose state is not known for sure, so that it must be fenced. */
  void fence(Node node, String reason, boolean delayed) {
    if (node.isGuest()) {
      fenceGuest(node);
      return;
    }
    Resource connection = node.connection;
    if (node.isRemote() && (connection == null || connection.status.managed)) {
      // That it can be reached again does not tell what was lost with it.
      node.remoteRequiresReset = true;
    }
    if (!node.unclean) {
      node.fenceReasons.add(new Node.FenceReason(reason, delayed));
      node.unclean = true;
    } else if (node.fenceReasons.isEmpty()) {
      node.fenceReasons.add(new Node.FenceReason(reason, delayed));
    }
  }

  private static void fenceGuest(Node node) {
    Resource connection = node.connection;
    Resource container = connection == null ? null : connection.container;
    if (container == null || container.status.failed) {
      return;
    }
    if (container.status.managed) {
      node.remoteRequiresReset = true;
      container.status.failed = true;
      container.status.stopFirst = true;
    }
  }

  /** Sets what a resource shall become, whatever was wanted before. */
  static void setNextRole(Resource resource, Role role) {
    resource.status.nextRole = role;
  }
}
