package io.systole.tools.local;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What agents did, as they logged it themselves: a line is the time in milliseconds since 1970, the
 * node, the resource and the event. A start is logged before the resource becomes active and a stop
 * after it has ended, so that what is never seen to overlap did not overlap.
 */
public record AgentLog(ImmutableList<Entry> entries) {

  /** Instances of an anonymous clone have their clone's name: they may run on many nodes. */
  private static final String EVERY = "*";

  private static final int FIELDS = 4;

  /**
   * One line.
   *
   * @param event {@code start}, {@code stop}, {@code promote}, {@code demote} or {@code power-off}
   */
  public record Entry(long wallMillis, String node, String resource, String event) {}

  public static AgentLog read(Path file) throws IOException {
    ImmutableList.Builder<Entry> entries = ImmutableList.builder();
    for (String line : Files.readAllLines(file)) {
      String[] fields = line.strip().split("\\s+", -1);
      if (fields.length < FIELDS) {
        throw new IOException(
            "the agents' log " + file + " has a line that is none: '" + line + "'");
      }
      entries.add(new Entry(Long.parseLong(fields[0]), fields[1], fields[2], fields[3]));
    }
    return new AgentLog(entries.build());
  }

  /** The line that says that a node's power was cut, so that nothing runs there any more. */
  public static String powerOffLine(String node, long wallMillis) {
    return wallMillis + " " + node + " " + EVERY + " power-off\n";
  }

  /** The lines of one resource. */
  public ImmutableList<Entry> of(String resource) {
    return entries.stream()
        .filter(entry -> entry.resource().equals(resource))
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * Whether anything that may run once ran on two nodes at any moment.
   *
   * @param everywhere the resources that may run on many nodes
   * @return a sentence for each time, empty if it never happened
   */
  public ImmutableList<String> doubleRuns(ImmutableSet<String> everywhere) {
    TreeMap<String, TreeSet<String>> active = new TreeMap<>();
    List<String> faults = new ArrayList<>();
    for (Entry entry : inOrder()) {
      switch (entry.event()) {
        case "start" -> {
          TreeSet<String> nodes = active.computeIfAbsent(entry.resource(), r -> new TreeSet<>());
          nodes.add(entry.node());
          if (nodes.size() > 1 && !everywhere.contains(entry.resource())) {
            faults.add(entry.resource() + " ran on " + nodes + " at " + entry.wallMillis());
          }
        }
        case "stop" ->
            active.computeIfAbsent(entry.resource(), r -> new TreeSet<>()).remove(entry.node());
        case "power-off" -> active.values().forEach(nodes -> nodes.remove(entry.node()));
        default -> {
          // Other events say nothing about where a resource is active.
        }
      }
    }
    return ImmutableList.copyOf(faults);
  }

  /** The nodes on which each resource is active at the end. */
  public ImmutableSortedSet<String> activeAtEnd(String resource) {
    TreeSet<String> nodes = new TreeSet<>();
    for (Entry entry : inOrder()) {
      if (entry.event().equals("power-off")) {
        nodes.remove(entry.node());
      } else if (entry.resource().equals(resource)) {
        if (entry.event().equals("start")) {
          nodes.add(entry.node());
        } else if (entry.event().equals("stop")) {
          nodes.remove(entry.node());
        }
      }
    }
    return ImmutableSortedSet.copyOfSorted(nodes);
  }

  private ImmutableList<Entry> inOrder() {
    return ImmutableList.sortedCopyOf(Comparator.comparingLong(Entry::wallMillis), entries);
  }
}
