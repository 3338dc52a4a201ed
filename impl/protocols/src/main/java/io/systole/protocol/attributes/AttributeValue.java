package io.systole.protocol.attributes;

import io.systole.kernel.NodeName;
import java.util.Comparator;
import java.util.Optional;

/**
 * What an attribute is, or that it was deleted.
 *
 * @param text absent for one that was deleted; it is remembered so that an older value on another
 *     node does not come back
 * @param writes how many changes led to this
 * @param writer the node whose client made the last of them
 */
public record AttributeValue(Optional<String> text, long writes, NodeName writer)
    implements Comparable<AttributeValue> {

  /** Longest value of an attribute. */
  public static final int MAX_TEXT = 4096;

  /** Of two values that arose on two sides of a partition the one with more writes wins. */
  private static final Comparator<AttributeValue> ORDER =
      Comparator.comparingLong(AttributeValue::writes)
          .thenComparing(AttributeValue::writer)
          .thenComparingInt(v -> v.text().isPresent() ? 1 : 0)
          .thenComparing(v -> v.text().orElse(""));

  public AttributeValue {
    if (text.filter(t -> t.length() > MAX_TEXT).isPresent()) {
      throw new IllegalArgumentException(
          "the value of an attribute has at most " + MAX_TEXT + " characters");
    }
  }

  @Override
  public int compareTo(AttributeValue other) {
    return ORDER.compare(this, other);
  }

  AttributeValue merge(AttributeValue other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
