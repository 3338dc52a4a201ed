package io.systole.protocol.fencing;

import java.util.Comparator;

/**
 * Names one order to one peer to use one device, so that it is obeyed once however often it is
 * delivered.
 *
 * @param number from 1 within the operation
 */
public record CallId(OperationId operation, int number) implements Comparable<CallId> {

  private static final Comparator<CallId> ORDER =
      Comparator.comparing(CallId::operation).thenComparingInt(CallId::number);

  @Override
  public int compareTo(CallId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return operation + "/" + number;
  }
}
