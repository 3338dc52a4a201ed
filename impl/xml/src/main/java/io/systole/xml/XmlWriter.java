package io.systole.xml;

import java.util.Map;

/** Writes elements. What cannot stand in XML at all is written as U+FFFD. */
final class XmlWriter {

  private static final char REPLACEMENT = '\uFFFD';

  private XmlWriter() {}

  static void compact(Element element, StringBuilder out) {
    open(element, out);
    if (isEmpty(element)) {
      out.append("/>");
      return;
    }
    out.append('>');
    escape(element.text(), false, out);
    for (Element child : element.children()) {
      compact(child, out);
    }
    close(element, out);
  }

  static void indented(Element element, int depth, StringBuilder out) {
    out.repeat(' ', 2 * depth);
    open(element, out);
    if (isEmpty(element)) {
      out.append("/>\n");
      return;
    }
    out.append('>');
    escape(element.text(), false, out);
    if (!element.children().isEmpty()) {
      out.append('\n');
      for (Element child : element.children()) {
        indented(child, depth + 1, out);
      }
      out.repeat(' ', 2 * depth);
    }
    close(element, out);
    out.append('\n');
  }

  private static boolean isEmpty(Element element) {
    return element.children().isEmpty() && element.text().isEmpty();
  }

  private static void open(Element element, StringBuilder out) {
    out.append('<').append(element.name());
    for (Map.Entry<String, String> attribute : element.attributes().entrySet()) {
      out.append(' ').append(attribute.getKey()).append("=\"");
      escape(attribute.getValue(), true, out);
      out.append('"');
    }
  }

  private static void close(Element element, StringBuilder out) {
    out.append("</").append(element.name()).append('>');
  }

  private static void escape(String value, boolean attribute, StringBuilder out) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append(attribute ? "&quot;" : "\"");
        // A parser folds these into spaces in an attribute, and a carriage return anywhere.
        case '\n' -> out.append(attribute ? "&#10;" : "\n");
        case '\t' -> out.append(attribute ? "&#9;" : "\t");
        case '\r' -> out.append("&#13;");
        default -> i = other(value, i, out);
      }
    }
  }

  /** Appends what is not special at {@code i} and tells the index of its last half. */
  private static int other(String value, int i, StringBuilder out) {
    char c = value.charAt(i);
    if (Character.isHighSurrogate(c)
        && i + 1 < value.length()
        && Character.isLowSurrogate(value.charAt(i + 1))) {
      out.append(c).append(value.charAt(i + 1));
      return i + 1;
    }
    boolean allowed = c >= 0x20 && !Character.isSurrogate(c) && c < 0xFFFE;
    out.append(allowed ? c : REPLACEMENT);
    return i;
  }
}
