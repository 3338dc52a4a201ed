package io.systole.cib.options;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Optional;

/** Where options are set, each with its rows of the table. */
public enum OptionScope {
  CLUSTER("cluster option", ClusterOption.values()),
  RESOURCE("resource meta-attribute", ResourceOption.values()),
  OPERATION("operation option", OperationOption.values()),
  FENCING("parameter of fence devices", FencingOption.values());

  private final String noun;
  private final ImmutableList<CibOption> options;
  private final ImmutableSortedMap<String, CibOption> byName;

  OptionScope(String noun, CibOption... options) {
    this.noun = noun;
    this.options = ImmutableList.copyOf(options);
    this.byName = byName(this.options);
  }

  private static ImmutableSortedMap<String, CibOption> byName(ImmutableList<CibOption> options) {
    ImmutableSortedMap.Builder<String, CibOption> byName = ImmutableSortedMap.naturalOrder();
    for (CibOption option : options) {
      byName.put(option.word(), option);
      option.facts().olderNames().forEach(older -> byName.put(older, option));
    }
    return byName.buildOrThrow();
  }

  /** As it is named on a command line. */
  public String word() {
    return Ascii.toLowerCase(name());
  }

  /** What one of its options is. */
  public String noun() {
    return noun;
  }

  /** In the order of the table. */
  public ImmutableList<CibOption> options() {
    return options;
  }

  /** Every present and older name with its option. */
  public ImmutableSortedMap<String, CibOption> names() {
    return byName;
  }

  /** The option of that present or older name. */
  public Optional<CibOption> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }
}
