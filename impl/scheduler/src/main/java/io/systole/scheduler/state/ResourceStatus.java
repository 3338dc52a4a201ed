package io.systole.scheduler.state;

import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a resource does at present, as the nodes' histories tell. */
public final class ResourceStatus {

  Role role = Role.STOPPED;
  Role nextRole = Role.UNKNOWN;
  boolean managed = true;
  boolean blocked;
  boolean maintenance;
  boolean failed;
  boolean stopFirst;
  boolean startPending;
  boolean ignoresFailure;
  boolean unmigratable;

  /** Whether it is to be stopped wherever it turns out to be. */
  boolean mustStop;

  String historyName = "";
  String pendingTask = "";
  @Nullable Node pendingNode;
  @Nullable Node lockNode;
  long lockTime;
  @Nullable Node partialMigrationTarget;
  @Nullable Node partialMigrationSource;
  final List<Node> running = new ArrayList<>();
  final List<Node> danglingMigrations = new ArrayList<>();
  final Set<Node> known = new LinkedHashSet<>();
  final Set<Node> agentMissingOn = new LinkedHashSet<>();
  final Set<Node> mustStopOn = new LinkedHashSet<>();
  final Set<Node> mayStopOn = new LinkedHashSet<>();
  final Set<Node> mustDemoteOn = new LinkedHashSet<>();
  final Set<String> expiredMonitors = new LinkedHashSet<>();
  final Map<Node, History> histories = new LinkedHashMap<>();

  /**
   * What one node remembers.
   *
   * @param name the resource's name there
   * @param xml the element {@code lrm_resource}
   * @param entries oldest first
   * @param recurring the recurring operations that run
   */
  public record History(
      String name, Element xml, List<HistoryEntry> entries, List<HistoryEntry> recurring) {}

  ResourceStatus() {}

  public Role role() {
    return role;
  }

  /** The role that status and configuration ask for; unknown if nothing special. */
  public Role nextRole() {
    return nextRole;
  }

  public boolean managed() {
    return managed;
  }

  /** Whether a failure that may not be touched keeps the cluster's hands off. */
  public boolean blocked() {
    return blocked;
  }

  public boolean maintenance() {
    return maintenance;
  }

  public boolean failed() {
    return failed;
  }

  /** Whether it must be stopped before anything else, because it failed. */
  public boolean stopFirst() {
    return stopFirst;
  }

  public boolean startPending() {
    return startPending;
  }

  public boolean ignoresFailure() {
    return ignoresFailure;
  }

  /** The name that the history calls an instance of an anonymous clone by, or the empty string. */
  public String historyName() {
    return historyName;
  }

  public String pendingTask() {
    return pendingTask;
  }

  public @Nullable Node pendingNode() {
    return pendingNode;
  }

  /** The node that was shut down and for which it is kept, or null. */
  public @Nullable Node lockNode() {
    return lockNode;
  }

  /** Since when, in seconds since the epoch, it is kept for {@link #lockNode}. */
  public long lockTime() {
    return lockTime;
  }

  public @Nullable Node partialMigrationTarget() {
    return partialMigrationTarget;
  }

  public @Nullable Node partialMigrationSource() {
    return partialMigrationSource;
  }

  /** The nodes on which it is, or must be assumed to be, active. */
  public List<Node> running() {
    return Collections.unmodifiableList(running);
  }

  public List<Node> danglingMigrations() {
    return Collections.unmodifiableList(danglingMigrations);
  }

  /** Whether the node's history tells whether it is active there. */
  public boolean knownOn(Node node) {
    return known.contains(node);
  }

  public Set<Node> known() {
    return Collections.unmodifiableSet(known);
  }

  /** The nodes on which a look for the resource found that its agent is not installed. */
  public Set<Node> agentMissingOn() {
    return Collections.unmodifiableSet(agentMissingOn);
  }

  public Set<Node> mustStopOn() {
    return Collections.unmodifiableSet(mustStopOn);
  }

  /** The nodes on which it was to be stopped until they said that it is: a restart still does. */
  public Set<Node> mayStopOn() {
    return Collections.unmodifiableSet(mayStopOn);
  }

  public Set<Node> mustDemoteOn() {
    return Collections.unmodifiableSet(mustDemoteOn);
  }

  /** The ids of the history's entries of recurring operations whose failure has expired. */
  public Set<String> expiredMonitors() {
    return Collections.unmodifiableSet(expiredMonitors);
  }

  /** Whether a failed migration forbids another. */
  public boolean unmigratable() {
    return unmigratable;
  }

  public Map<Node, History> histories() {
    return Collections.unmodifiableMap(histories);
  }

  public @Nullable Node onlyRunning() {
    return running.size() == 1 ? running.get(0) : null;
  }
}
