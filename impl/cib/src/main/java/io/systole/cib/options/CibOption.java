package io.systole.cib.options;

import com.google.errorprone.annotations.Immutable;

/** A row of the table of options. What reads an option names its row, and thereby its default. */
@Immutable
public sealed interface CibOption
    permits ClusterOption, ResourceOption, OperationOption, FencingOption {

  /** All that is known of it. */
  OptionFacts facts();

  /** Its present name, as a CIB has it. */
  default String word() {
    return facts().word();
  }
}
