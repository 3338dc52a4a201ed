package io.systole.xml;

/**
 * Reads what an element of a message has to have. What is not so is told by an {@link
 * IllegalArgumentException}, which a codec turns into its own refusal of the message.
 */
public final class Needed {

  private Needed() {}

  /** The value of an attribute. */
  public static String text(Element element, String attribute) {
    return element
        .attribute(attribute)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "<" + element.name() + "> lacks the attribute " + attribute));
  }

  /** A whole number. */
  public static long number(Element element, String attribute) {
    String value = text(element, attribute);
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "<" + element.name() + " " + attribute + "=\"" + value + "\"> is no whole number", e);
    }
  }

  /** Either {@code true} or {@code false}. */
  public static boolean flag(Element element, String attribute) {
    String value = text(element, attribute);
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new IllegalArgumentException(
              "<" + element.name() + " " + attribute + "=\"" + value + "\"> is not true or false");
    };
  }

  /** The only child. */
  public static Element onlyChild(Element element) {
    if (element.children().size() != 1) {
      throw new IllegalArgumentException(
          "<" + element.name() + "> has one child, not " + element.children().size());
    }
    return element.children().getFirst();
  }
}
