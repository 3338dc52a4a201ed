package io.systole.protocol.executor;

import java.util.Comparator;

/**
 * Which operation of a resource: what is done, and how often.
 *
 * @param name {@code start}, {@code monitor}, ...
 * @param intervalMillis between two runs; 0 for what is done once
 */
public record OperationKey(String name, long intervalMillis) implements Comparable<OperationKey> {

  private static final Comparator<OperationKey> ORDER =
      Comparator.comparing(OperationKey::name).thenComparingLong(OperationKey::intervalMillis);

  public OperationKey {
    if (intervalMillis < 0) {
      throw new IllegalArgumentException("an interval is not negative: " + intervalMillis);
    }
  }

  /** What is done once. */
  public static OperationKey once(String name) {
    return new OperationKey(name, 0);
  }

  public boolean isRecurring() {
    return intervalMillis > 0;
  }

  /** Whether a resource is to be stopped by it. */
  public boolean isStop() {
    return name.equals("stop") && !isRecurring();
  }

  /** Whether it looks at the resource before anything is known of it. */
  public boolean isProbe() {
    return name.equals("monitor") && !isRecurring();
  }

  /** Whether it is a notification, of which no history is kept. */
  public boolean isNotification() {
    return name.equals("notify");
  }

  /** Whether a run that was cut short can be begun again: it changes nothing, or ends in a stop. */
  public boolean canBeRepeated() {
    return isRecurring() || name.equals("monitor") || name.equals("stop");
  }

  @Override
  public int compareTo(OperationKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return name + "_" + intervalMillis;
  }
}
