package io.systole.protocol.attributes;

import io.systole.kernel.NodeName;
import java.util.Comparator;

/**
 * Names an attribute of a node.
 *
 * @param name not empty
 */
public record AttributeKey(NodeName node, String name) implements Comparable<AttributeKey> {

  /** Longest name of an attribute. */
  public static final int MAX_NAME = 255;

  private static final Comparator<AttributeKey> ORDER =
      Comparator.comparing(AttributeKey::node).thenComparing(AttributeKey::name);

  public AttributeKey {
    if (name.isEmpty() || name.length() > MAX_NAME) {
      throw new IllegalArgumentException(
          "the name of an attribute has 1 to " + MAX_NAME + " characters, not " + name.length());
    }
  }

  @Override
  public int compareTo(AttributeKey other) {
    return ORDER.compare(this, other);
  }
}
