package io.systole.protocol.cib;

import io.systole.cib.CibVersion;
import io.systole.kernel.Epoch;
import io.systole.xml.Digest;
import java.util.Comparator;

/**
 * What a replica has, in short.
 *
 * @param term the epoch in which it was last changed or made everybody's
 * @param live whether the status is in it; a replica that was just started has none
 */
public record CibSummary(Epoch term, CibVersion version, boolean live, Digest digest) {

  /** The better last. Equal ones have the same configuration. */
  static final Comparator<CibSummary> BY_WORTH =
      Comparator.comparing(CibSummary::term)
          .thenComparing(CibSummary::version)
          .thenComparing(CibSummary::live);
}
