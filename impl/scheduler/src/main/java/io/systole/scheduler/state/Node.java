package io.systole.scheduler.state;

import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A node as configuration and status tell it. Only this package's readers ever change one. */
public final class Node {

  /** How the cluster reaches a node. */
  public enum Kind {
    MEMBER,
    REMOTE,
    GUEST
  }

  final int index;
  final String id;
  final String name;
  Kind kind;
  int score;
  boolean configured = true;
  boolean replica;
  boolean listed;
  boolean online;
  boolean unclean;
  boolean unseen = true;
  boolean standby;
  boolean standbyOnFail;
  boolean maintenance;
  boolean remoteMaintenance;
  boolean remoteWasFenced;
  boolean remoteRequiresReset;
  boolean shutdown;
  boolean pending;
  boolean expectedUp;
  boolean coordinator;
  boolean probesAllowed = true;
  boolean historyRead;
  int priority;
  Map<String, String> attributes = new LinkedHashMap<>();
  Map<String, String> utilization = new LinkedHashMap<>();
  final Map<String, String> digestsAll = new LinkedHashMap<>();
  final List<Resource> running = new ArrayList<>();
  final List<FenceReason> fenceReasons = new ArrayList<>();
  @Nullable Resource connection;

  /**
   * Why a node must be fenced.
   *
   * @param text in plain words
   * @param delayed whether {@code priority-fencing-delay} may count
   */
  public record FenceReason(String text, boolean delayed) {}

  Node(int index, String id, String name, Kind kind) {
    this.index = index;
    this.id = id;
    this.name = name;
    this.kind = kind;
  }

  public int index() {
    return index;
  }

  public String id() {
    return id;
  }

  public String name() {
    return name;
  }

  public Kind kind() {
    return kind;
  }

  public boolean isMember() {
    return kind == Kind.MEMBER;
  }

  public boolean isGuest() {
    return kind == Kind.GUEST;
  }

  public boolean isRemote() {
    return kind == Kind.REMOTE;
  }

  /** Whether it is in a container of a bundle, where nothing runs but the bundle's content. */
  public boolean isReplica() {
    return replica;
  }

  /** Whether the nodes section has it, and it does not only follow from a resource. */
  public boolean listed() {
    return listed;
  }

  /** Whether the configuration knows it, and not only what is left of a removed connection. */
  public boolean configured() {
    return configured;
  }

  /** What every resource's score on this node starts from. */
  public int score() {
    return score;
  }

  public boolean online() {
    return online;
  }

  public boolean unclean() {
    return unclean;
  }

  /** Whether the status section says nothing of it, so that only start-up fencing would hit it. */
  public boolean unseen() {
    return unseen;
  }

  public boolean standby() {
    return standby;
  }

  public boolean standbyOnFail() {
    return standbyOnFail;
  }

  public boolean maintenance() {
    return maintenance;
  }

  public boolean remoteRequiresReset() {
    return remoteRequiresReset;
  }

  /** Whether a remote node was fenced and has not been connected to since. */
  public boolean remoteWasFenced() {
    return remoteWasFenced;
  }

  public boolean shutdown() {
    return shutdown;
  }

  public boolean pending() {
    return pending;
  }

  public boolean coordinator() {
    return coordinator;
  }

  public boolean probesAllowed() {
    return probesAllowed;
  }

  public boolean expectedUp() {
    return expectedUp;
  }

  /** The sum of the priorities of what runs on it. */
  public int priority() {
    return priority;
  }

  public Map<String, String> attributes() {
    return Collections.unmodifiableMap(attributes);
  }

  public Map<String, String> utilization() {
    return Collections.unmodifiableMap(utilization);
  }

  public Optional<String> attribute(String attribute) {
    return Optional.ofNullable(attributes.get(attribute));
  }

  public List<Resource> running() {
    return Collections.unmodifiableList(running);
  }

  public List<FenceReason> fenceReasons() {
    return Collections.unmodifiableList(fenceReasons);
  }

  /** The resource that is the connection to a remote or guest node. */
  public @Nullable Resource connection() {
    return connection;
  }

  void freeze() {
    attributes = ImmutableMap.copyOf(attributes);
    utilization = ImmutableMap.copyOf(utilization);
  }

  @Override
  public String toString() {
    return name;
  }
}
