package io.systole.scheduler.actions;

import com.google.common.collect.ImmutableMap;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that might be done. Whether it is needed and possible may still change by way of other
 * actions: that is for the next phase, which keeps its own account. Only this package's rules
 * change one.
 */
public final class Action {

  final int index;
  final @Nullable Resource resource;
  final String task;
  final long interval;
  final String key;
  @Nullable Node node;
  int place;
  boolean optional = true;
  boolean runnable = true;
  boolean pseudo;
  boolean shownAlways;
  boolean onCoordinator;
  boolean reschedule;
  boolean migratable;
  boolean abortsMigration;
  int neededBefore;
  int priority;
  Resource.Requires needs = Resource.Requires.NOTHING;
  String cancelledTask = "";
  String reason = "";
  Map<String, String> configured = ImmutableMap.of();
  final Map<String, String> meta = new LinkedHashMap<>();

  /**
   * Names an action.
   *
   * @param key unique on its node: {@code RESOURCE_TASK_INTERVAL}, or the name of a point in time
   */
  public record Name(@Nullable Resource resource, String task, long interval, String key) {

    public static Name of(Resource resource, String task, long interval) {
      return new Name(resource, task, interval, resource.id() + "_" + task + "_" + interval);
    }

    public static Name point(String task, String key) {
      return new Name(null, task, 0, key);
    }
  }

  public Action(int index, Name name, @Nullable Node node) {
    this.index = index;
    this.place = index;
    this.resource = name.resource();
    this.task = name.task();
    this.interval = name.interval();
    this.key = name.key();
    this.node = node;
  }

  /** An action that is known whole when it is made. */
  public Action(int index, Name name, @Nullable Node node, Map<String, String> meta, int priority) {
    this(index, name, node);
    this.meta.putAll(meta);
    this.priority = priority;
  }

  public int index() {
    return index;
  }

  /** Its place among its resource's actions in a graph, where the greatest comes first. */
  public int place() {
    return place;
  }

  public @Nullable Resource resource() {
    return resource;
  }

  public @Nullable Node node() {
    return node;
  }

  public String task() {
    return task;
  }

  public boolean is(String otherTask) {
    return task.equals(otherTask);
  }

  public long interval() {
    return interval;
  }

  public String key() {
    return key;
  }

  /** Whether nothing (yet) asks for it. */
  public boolean optional() {
    return optional;
  }

  /** Whether nothing (yet) stands against it. */
  public boolean runnable() {
    return runnable;
  }

  /** Whether it is a point in time and no work for anybody. */
  public boolean pseudo() {
    return pseudo;
  }

  /** Whether it is in the graph even if nothing asks for it. */
  public boolean shownAlways() {
    return shownAlways;
  }

  public boolean onCoordinator() {
    return onCoordinator;
  }

  /** Whether it can be part of a live migration. */
  public boolean migratable() {
    return migratable;
  }

  /** Whether it clears away what a migration left behind, which is no reason to stop the rest. */
  public boolean abortsMigration() {
    return abortsMigration;
  }

  /** For a point in time: how many of the actions before it must be possible; 0 for others. */
  public int neededBefore() {
    return neededBefore;
  }

  public int priority() {
    return priority;
  }

  public Resource.Requires needs() {
    return needs;
  }

  /** For a cancellation: what is cancelled. */
  public String cancelledTask() {
    return cancelledTask;
  }

  /** Why it is done, in plain words, or the empty string. */
  public String reason() {
    return reason;
  }

  /** The operation's options. */
  public Map<String, String> configured() {
    return configured;
  }

  /** What is told to those who run it, beside the operation's options. */
  public Map<String, String> meta() {
    return Collections.unmodifiableMap(meta);
  }

  @Override
  public String toString() {
    return key + (node == null ? "" : " " + node.name());
  }
}
