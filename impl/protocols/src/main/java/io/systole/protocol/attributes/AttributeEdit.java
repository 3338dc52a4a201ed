package io.systole.protocol.attributes;

import io.systole.kernel.NodeName;
import java.util.Optional;

/** A change that a client wants; what comes of it depends on what it meets in agreed order. */
public sealed interface AttributeEdit {

  /** Make the value {@code text}. */
  record SetValue(AttributeKey key, String text) implements AttributeEdit {

    public SetValue {
      if (text.length() > AttributeValue.MAX_TEXT) {
        throw new IllegalArgumentException(
            "the value of an attribute has at most " + AttributeValue.MAX_TEXT + " characters");
      }
    }
  }

  /** Add to the number that the value is; what is no number counts as 0. */
  record AddToValue(AttributeKey key, long amount) implements AttributeEdit {

    /** Scores end here ({@code INFINITY}); so do sums. */
    public static final long MAX_AMOUNT = 1_000_000;

    public AddToValue {
      if (Math.abs(amount) > MAX_AMOUNT) {
        throw new IllegalArgumentException(
            "at most " + MAX_AMOUNT + " is added to an attribute, not " + amount);
      }
    }
  }

  /** Delete the attribute. */
  record DeleteValue(AttributeKey key) implements AttributeEdit {}

  /** Delete all attributes of a node. */
  record PurgeNode(NodeName node) implements AttributeEdit {}

  /**
   * The edit that a client's words mean.
   *
   * @param value absent to delete; {@code value++} and {@code value+=N} add, anything else is set
   */
  static AttributeEdit parse(AttributeKey key, Optional<String> value) {
    if (value.isEmpty()) {
      return new DeleteValue(key);
    }
    String text = value.get();
    if (text.equals("value++")) {
      return new AddToValue(key, 1);
    }
    String amount = text.startsWith("value+=") ? text.substring("value+=".length()) : "";
    return amount.matches("[+-]?\\d{1,7}")
        ? new AddToValue(key, Long.parseLong(amount))
        : new SetValue(key, text);
  }
}
