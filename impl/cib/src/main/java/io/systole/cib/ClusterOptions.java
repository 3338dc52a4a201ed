package io.systole.cib;

import com.google.common.collect.ImmutableList;
import io.systole.cib.options.OptionValues;
import io.systole.xml.Element;
import java.util.Comparator;
import java.util.TreeMap;

/**
 * Reads the cluster options that {@code crm_config} sets. Of several property sets the one named
 * {@code cib-bootstrap-options} counts first, then the others by score; a set with a rule is left
 * to who can evaluate rules.
 */
public final class ClusterOptions {

  private static final String FIRST_SET = "cib-bootstrap-options";

  private ClusterOptions() {}

  /** The options of a {@code crm_config}. */
  public static OptionValues of(Element crmConfig) {
    ImmutableList<Element> sets =
        crmConfig.children("cluster_property_set").stream()
            .filter(set -> set.child("rule").isEmpty())
            .sorted(
                Comparator.comparing((Element set) -> !set.id().equals(FIRST_SET))
                    .thenComparingLong(set -> -score(set)))
            .collect(ImmutableList.toImmutableList());
    TreeMap<String, String> values = new TreeMap<>();
    for (Element set : sets) {
      for (Element pair : set.children("nvpair")) {
        pair.attribute("value")
            .ifPresent(value -> values.putIfAbsent(pair.attribute("name", ""), value));
      }
    }
    return OptionValues.of(values);
  }

  private static long score(Element set) {
    return FieldValues.number(set.attribute("score", "0")).orElse(0L);
  }
}
