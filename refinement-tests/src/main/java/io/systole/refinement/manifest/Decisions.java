package io.systole.refinement.manifest;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.refinement.graph.Label;
import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a step is counted for: the action that it is, and the guard that refused it. Both are found
 * in the texts of a protocol's modules. An action that takes messages or timers of several kinds
 * counts for each kind.
 */
public final class Decisions {

  private static final String REFUSES = " refuses ";

  /** A branch of an operator that tells events, messages or timers apart by their kind. */
  private static final Pattern BRANCH =
      Pattern.compile(
          "(?:\\.type|timer\\[1\\]) = \"(\\w+)\"(?:\\s*/\\\\\\s*event\\.timer = \"(\\w+)\")?"
              + "\\s*->\\s*(\\w+)\\(");

  private static final Pattern NODE_OPERATOR = Pattern.compile("\\bN!(\\w+)\\(");
  private static final Pattern OUTCOME = Pattern.compile("\\b(\\w+Outcome)\\(");
  private static final Pattern CALLED = Pattern.compile("\\b([A-Z]\\w*)\\(");

  private final SpecText node;
  private final SpecText cluster;
  private final ImmutableSortedSet<String> guards;
  private final ImmutableSortedMap<String, String> events;

  private Decisions(SpecText node, SpecText cluster, Set<String> guards) {
    this.node = node;
    this.cluster = cluster;
    this.guards = ImmutableSortedSet.copyOf(guards);
    this.events = branches("Step");
  }

  /** Those of a protocol. */
  public static Decisions of(Manifest manifest) throws IOException {
    Set<String> guards = new TreeSet<>();
    for (String guard : new Mutants(manifest).guards().keySet()) {
      guards.add(row(guard));
    }
    return new Decisions(
        SpecText.read(manifest.folder().resolve(manifest.machine() + ".tla")),
        SpecText.read(manifest.folder().resolve(manifest.cluster() + ".tla")),
        guards);
  }

  /** What a guard {@code OPERATOR.REFUSAL} is counted under. */
  public static String row(String guard) {
    String[] parts = guard.split("\\.", -1);
    return parts[0].replace("Outcome", "") + REFUSES + parts[1];
  }

  /** All that is counted: each action, for each kind that it takes, and each guard. */
  public ImmutableSortedSet<String> rows() {
    TreeSet<String> rows = new TreeSet<>(guards);
    for (String action : cluster.actions()) {
      rows.addAll(rowsOf(action));
    }
    return ImmutableSortedSet.copyOf(rows);
  }

  private ImmutableSet<String> rowsOf(String action) {
    ImmutableSet<String> kinds =
        events.containsKey(action) ? branches(operator(action)).keySet() : ImmutableSet.of();
    return kinds.isEmpty()
        ? ImmutableSet.of(action)
        : kinds.stream().map(kind -> action + " " + kind).collect(ImmutableSet.toImmutableSet());
  }

  /** What of that a machine's steps can count for; the rest is what the world does. */
  public ImmutableSortedSet<String> rowsOfMachines() {
    TreeSet<String> rows = new TreeSet<>(guards);
    events.forEach((event, operator) -> {
      String type = event.split(" ", -1)[0];
      Set<String> kinds = new TreeSet<>(branches(operator).keySet());
      kinds.add(event.substring(type.length()).strip());
      kinds.forEach(kind -> rows.addAll(ofEvent(type, kind, "")));
    });
    return ImmutableSortedSet.copyOf(rows);
  }

  /** What an edge of a graph counts for. */
  public ImmutableSet<String> ofEdge(Label label) {
    String kind = label.argument("kind");
    ImmutableSet.Builder<String> rows = ImmutableSet.builder();
    ImmutableSet<String> own = rowsOf(label.action());
    rows.add(own.contains(label.action()) ? label.action() : label.action() + " " + kind);
    return rows.addAll(refused(path(operator(label.action()), kind), label.outcome())).build();
  }

  /**
   * What a step of a machine counts for.
   *
   * @param kind of the message or the timer that the event brings; may be empty
   * @param refusal its name, or empty
   */
  public ImmutableSet<String> ofEvent(String type, String kind, String refusal) {
    String operator = events.getOrDefault(type + " " + kind, events.getOrDefault(type, ""));
    ImmutableList<String> path = path(operator, kind);
    Set<String> names = new LinkedHashSet<>(path);
    names.add(type + " " + kind);
    names.add(type);
    ImmutableSortedSet<String> all = rows();
    ImmutableSet.Builder<String> rows = ImmutableSet.builder();
    names.stream().filter(all::contains).findFirst().ifPresent(rows::add);
    return rows.addAll(refused(path, refusal)).build();
  }

  /** The actions in which a guard decides. */
  public ImmutableSet<String> actionsOf(String guard) {
    String row = row(guard);
    String refusal = guard.split("\\.", -1)[1];
    return cluster.actions().stream()
        .filter(action -> {
          String operator = operator(action);
          return refused(path(operator, ""), refusal).contains(row)
              || branches(operator).keySet().stream()
                  .anyMatch(kind -> refused(path(operator, kind), refusal).contains(row));
        })
        .collect(ImmutableSet.toImmutableSet());
  }

  private ImmutableSet<String> refused(ImmutableList<String> path, String refusal) {
    return path.stream()
        .flatMap(operator -> deciders(operator).stream())
        .map(decider -> row(decider + "." + refusal))
        .filter(guards::contains)
        .collect(ImmutableSet.toImmutableSet());
  }

  /** The operators through which an event of a kind goes. */
  private ImmutableList<String> path(String operator, String kind) {
    String branch = branches(operator).get(kind);
    return branch == null
        ? ImmutableList.of(operator)
        : ImmutableList.<String>builder().add(operator).addAll(path(branch, kind)).build();
  }

  /** The operator of the node that an action is a step of; empty for what the world does. */
  private String operator(String action) {
    Matcher matcher = NODE_OPERATOR.matcher(cluster.definition(action));
    while (matcher.find()) {
      String name = matcher.group(1);
      boolean decides =
          !deciders(name).isEmpty() || !branches(name).isEmpty() || name.equals(action);
      if (!name.endsWith("Outcome") && node.operators().contains(name) && decides) {
        return name;
      }
    }
    return "";
  }

  private ImmutableSortedMap<String, String> branches(String operator) {
    TreeMap<String, String> branches = new TreeMap<>();
    Matcher matcher = BRANCH.matcher(node.definition(operator));
    while (matcher.find()) {
      String timer = matcher.group(2);
      branches.put(
          timer == null ? matcher.group(1) : matcher.group(1) + " " + timer, matcher.group(3));
    }
    return ImmutableSortedMap.copyOfSorted(branches);
  }

  /** The operators with guards that an operator asks, itself or by one that it is made with. */
  private ImmutableSortedSet<String> deciders(String operator) {
    String text = node.definition(operator);
    Set<String> deciders = new TreeSet<>(SpecText.words(OUTCOME, text));
    Set<String> helpers = new TreeSet<>(SpecText.words(CALLED, text));
    helpers.removeAll(branches(operator).values());
    helpers.removeAll(deciders);
    helpers.forEach(helper -> deciders.addAll(SpecText.words(OUTCOME, node.definition(helper))));
    return ImmutableSortedSet.copyOf(Comparator.naturalOrder(), deciders);
  }
}
