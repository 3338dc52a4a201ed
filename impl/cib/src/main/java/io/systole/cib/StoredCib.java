package io.systole.cib;

import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;

/**
 * What a replica of the CIB keeps on stable storage. The status is not among it: it says what runs,
 * and after a restart that has to be heard from the nodes anew. num_updates is 0 therefore.
 *
 * @param cib the configuration with an empty status
 * @param term the epoch in which the configuration was last changed or made everybody's
 * @param seen the greatest epoch that the replica has taken part in; not less than the term
 */
public record StoredCib(Cib cib, Epoch term, Epoch seen) {

  /** Before every epoch of a coordinator. */
  public static final Epoch BEFORE_ALL = new Epoch(0, new NodeName("none"));

  /** What a replica has that was never in a cluster. */
  public static final StoredCib NOTHING = new StoredCib(Cib.empty(), BEFORE_ALL, BEFORE_ALL);

  public StoredCib {
    cib = cib.withoutStatus();
  }
}
