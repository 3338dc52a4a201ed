package io.systole.cib;

import static com.google.common.base.Strings.lenientFormat;

import io.systole.xml.Element;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version triple of a CIB.
 *
 * @param adminEpoch raised by an administrator to make one CIB win over all others
 * @param epoch raised by each change of the configuration
 * @param numUpdates raised by each change of the status, set to 0 by one of the configuration
 */
public record CibVersion(long adminEpoch, long epoch, long numUpdates)
    implements Comparable<CibVersion> {

  /** The greatest number that is accepted from outside: far away, and safe to count on from. */
  public static final long MAX = 999_999_999_999L;

  public static final CibVersion ZERO = new CibVersion(0, 0, 0);

  private static final Comparator<CibVersion> ORDER =
      Comparator.comparingLong(CibVersion::adminEpoch)
          .thenComparingLong(CibVersion::epoch)
          .thenComparingLong(CibVersion::numUpdates);

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,12}");
  private static final Pattern TRIPLE =
      Pattern.compile("([0-9]{1,12})\\.([0-9]{1,12})\\.([0-9]{1,12})");

  public CibVersion {
    if (adminEpoch < 0 || epoch < 0 || numUpdates < 0) {
      throw new IllegalArgumentException(
          lenientFormat(
              "the numbers of a CIB's version are not negative: %s.%s.%s",
              adminEpoch, epoch, numUpdates));
    }
  }

  /** Reads what {@link #toString} writes. */
  public static Optional<CibVersion> parse(String text) {
    Matcher triple = TRIPLE.matcher(text);
    return triple.matches()
        ? Optional.of(
            new CibVersion(
                Long.parseLong(triple.group(1)),
                Long.parseLong(triple.group(2)),
                Long.parseLong(triple.group(3))))
        : Optional.empty();
  }

  /** The version that {@code <cib>} says of itself; a number that is missing is 0. */
  static CibVersion of(Element cib) throws CibException {
    return new CibVersion(
        number(cib, "admin_epoch"), number(cib, "epoch"), number(cib, "num_updates"));
  }

  public Element writtenTo(Element cib) {
    return cib.with("admin_epoch", Long.toString(adminEpoch))
        .with("epoch", Long.toString(epoch))
        .with("num_updates", Long.toString(numUpdates));
  }

  /** The version after a change of the configuration. */
  public CibVersion afterConfigurationChange() {
    return new CibVersion(adminEpoch, epoch + 1, 0);
  }

  /** The version after a change of the status alone. */
  public CibVersion afterStatusChange() {
    return new CibVersion(adminEpoch, epoch, numUpdates + 1);
  }

  /** This version as far as it is about the configuration. */
  public CibVersion ofConfiguration() {
    return new CibVersion(adminEpoch, epoch, 0);
  }

  @Override
  public int compareTo(CibVersion other) {
    return ORDER.compare(this, other);
  }

  /** The three numbers with dots between. */
  @Override
  public String toString() {
    return adminEpoch + "." + epoch + "." + numUpdates;
  }

  private static long number(Element cib, String attribute) throws CibException {
    String text = cib.attribute(attribute, "0");
    if (!NUMBER.matcher(text).matches()) {
      throw new CibException(
          cib.line(),
          lenientFormat(
              "%s of <cib> is a number from 0 to %s, but this is '%s'", attribute, MAX, text));
    }
    return Long.parseLong(text);
  }
}
