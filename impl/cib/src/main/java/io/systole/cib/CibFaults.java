package io.systole.cib;

import com.google.common.collect.ImmutableList;

/** One CIB's worth of checking. */
final class CibFaults {

  private final ImmutableList.Builder<CibCheck.Fault> faults = ImmutableList.builder();

  private CibFaults() {}

  static ImmutableList<CibCheck.Fault> of(Cib cib) {
    return new CibFaults().faults.build();
  }
}
