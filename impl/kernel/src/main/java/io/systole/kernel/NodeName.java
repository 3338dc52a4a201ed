package io.systole.kernel;

/**
 * The name by which a node is known in the cluster and in the CIB ({@code uname}).
 *
 * @param value not empty, without white space; compared exactly
 */
public record NodeName(String value) implements Comparable<NodeName> {

  /** Longest name that is accepted, as for a host name. */
  public static final int MAX_LENGTH = 253;

  public NodeName {
    if (value.isEmpty() || value.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a node name has 1 to " + MAX_LENGTH + " characters, but this has " + value.length());
    }
    if (value.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
      throw new IllegalArgumentException("a node name has no white space: '" + value + "'");
    }
  }

  @Override
  public int compareTo(NodeName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
