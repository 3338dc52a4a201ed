package io.systole.scheduler.state;

import io.systole.scheduler.rules.Score;
import io.systole.scheduler.rules.Values;
import java.util.LinkedHashMap;
import java.util.Map;

/** How often resources failed on a node, from the node's attributes. */
final class FailCounts {

  private static final String COUNT = "fail-count-";
  private static final String LAST = "last-failure-";

  private final Map<String, Tally> exact = new LinkedHashMap<>();
  private final Map<String, Tally> stripped = new LinkedHashMap<>();

  /**
   * What is remembered of failures.
   *
   * @param count may be infinite
   * @param last when the last one was, in seconds since the epoch; 0 if unknown
   */
  record Tally(int count, long last) {
    static final Tally NONE = new Tally(0, 0);

    Tally plus(int more, long when) {
      return new Tally(Score.add(count, more), Math.max(last, when));
    }
  }

  FailCounts(Node node) {
    node.attributes.forEach((name, value) -> {
      if (name.startsWith(COUNT)) {
        add(name.substring(COUNT.length()), Score.parse(value, 0), 0);
      } else if (name.startsWith(LAST)) {
        add(name.substring(LAST.length()), 0, Values.leadingNumber(value).orElse(0));
      }
    });
  }

  private void add(String nameAndOperation, int count, long last) {
    int hash = nameAndOperation.indexOf('#');
    String name = hash < 0 ? nameAndOperation : nameAndOperation.substring(0, hash);
    put(exact, name, count, last);
    put(stripped, name.replaceFirst(":\\d+$", ""), count, last);
  }

  private static void put(Map<String, Tally> into, String name, int count, long last) {
    into.put(name, into.getOrDefault(name, Tally.NONE).plus(count, last));
  }

  /** The failures of a resource; those of an anonymous clone's instances count together. */
  Tally of(Resource resource) {
    boolean unique = resource.uniqueInstance() && resource.instance() >= 0;
    return unique
        ? exact.getOrDefault(resource.id, Tally.NONE)
        : stripped.getOrDefault(resource.configId, Tally.NONE);
  }

  boolean isEmpty() {
    return exact.isEmpty();
  }
}
