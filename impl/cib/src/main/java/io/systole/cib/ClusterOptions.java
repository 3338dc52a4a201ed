package io.systole.cib;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.systole.xml.Element;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The cluster options that {@code crm_config} sets. Of several property sets the one named {@code
 * cib-bootstrap-options} counts first, then the others by score; a set with a rule is left to who
 * can evaluate rules. An option that was renamed is found under its old name too.
 *
 * @param values by the names that are current
 */
public record ClusterOptions(ImmutableSortedMap<String, String> values) {

  private static final String FIRST_SET = "cib-bootstrap-options";

  private static final ImmutableSortedMap<String, String> RENAMED =
      ImmutableSortedMap.<String, String>naturalOrder()
          .put("fence-reaction", "fencing-reaction")
          .put("stonith-action", "fencing-action")
          .put("stonith-enabled", "fencing-enabled")
          .put("stonith-max-attempts", "fencing-max-attempts")
          .put("stonith-timeout", "fencing-timeout")
          .put("stonith-watchdog-timeout", "fencing-watchdog-timeout")
          .put("stop-orphan-actions", "cancel-removed-actions")
          .put("stop-orphan-resources", "stop-removed-resources")
          .buildOrThrow();

  /** The options of a {@code crm_config}. */
  public static ClusterOptions of(Element crmConfig) {
    ImmutableList<Element> sets =
        crmConfig.children("cluster_property_set").stream()
            .filter(set -> set.child("rule").isEmpty())
            .sorted(
                Comparator.comparing((Element set) -> !set.id().equals(FIRST_SET))
                    .thenComparingLong(set -> -score(set)))
            .collect(ImmutableList.toImmutableList());
    TreeMap<String, String> values = new TreeMap<>();
    for (Element set : sets) {
      // The current name first, so that it wins over the old one within a set.
      set.children("nvpair").stream()
          .sorted(Comparator.comparing(pair -> RENAMED.containsKey(pair.attribute("name", ""))))
          .forEach(pair ->
              pair.attribute("value")
                  .ifPresent(value -> values.putIfAbsent(currentName(pair), value)));
    }
    return new ClusterOptions(ImmutableSortedMap.copyOf(values));
  }

  /** The value as it is written. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** The value as it is written, or {@code otherwise}. */
  public String text(String name, String otherwise) {
    return text(name).orElse(otherwise);
  }

  /** The value as true or false, or {@code otherwise} where it is missing or neither. */
  public boolean flag(String name, boolean otherwise) {
    return text(name).flatMap(FieldValues::flag).orElse(otherwise);
  }

  /** The value as a time, or {@code otherwise} where it is missing or none. */
  public Duration duration(String name, Duration otherwise) {
    return text(name).flatMap(FieldValues::duration).orElse(otherwise);
  }

  /** The value as a whole number, or {@code otherwise} where it is missing or none. */
  public long number(String name, long otherwise) {
    return text(name).flatMap(FieldValues::number).orElse(otherwise);
  }

  private static long score(Element set) {
    return FieldValues.number(set.attribute("score", "0")).orElse(0L);
  }

  private static String currentName(Element pair) {
    String name = pair.attribute("name", "");
    String current = RENAMED.get(name);
    return current == null ? name : current;
  }
}
