package io.systole.cib;

import java.util.Comparator;

/**
 * The version triple of a CIB.
 *
 * @param adminEpoch raised by an administrator to make one CIB win over all others
 * @param epoch raised by each change of the configuration
 * @param numUpdates raised by each change of the status, set to 0 by one of the configuration
 */
public record CibVersion(long adminEpoch, long epoch, long numUpdates)
    implements Comparable<CibVersion> {

  private static final Comparator<CibVersion> ORDER =
      Comparator.comparingLong(CibVersion::adminEpoch)
          .thenComparingLong(CibVersion::epoch)
          .thenComparingLong(CibVersion::numUpdates);

  @Override
  public int compareTo(CibVersion other) {
    return ORDER.compare(this, other);
  }

  /** The three numbers with dots between. */
  @Override
  public String toString() {
    return adminEpoch + "." + epoch + "." + numUpdates;
  }
}
