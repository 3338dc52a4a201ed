package io.systole.xml;

/** Writes elements. */
final class XmlWriter {

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
    if (element.text().isEmpty()) {
      out.append('\n');
      for (Element child : element.children()) {
        indented(child, depth + 1, out);
      }
      out.repeat(' ', 2 * depth);
    } else {
      // White space beside text would become part of it.
      escape(element.text(), false, out);
      element.children().forEach(child -> compact(child, out));
    }
    close(element, out);
    out.append('\n');
  }

  private static boolean isEmpty(Element element) {
    return element.children().isEmpty() && element.text().isEmpty();
  }

  private static void open(Element element, StringBuilder out) {
    out.append('<').append(element.name());
    for (int i = 0; i < element.attributeCount(); i++) {
      out.append(' ').append(element.attributeName(i)).append("=\"");
      escape(element.attributeValue(i), true, out);
      out.append('"');
    }
  }

  private static void close(Element element, StringBuilder out) {
    out.append("</").append(element.name()).append('>');
  }

  private static void escape(String value, boolean attribute, StringBuilder out) {
    int done = 0;
    for (int i = 0; i < value.length(); i++) {
      String escaped = escaped(value.charAt(i), attribute);
      if (!escaped.isEmpty()) {
        out.append(value, done, i).append(escaped);
        done = i + 1;
      }
    }
    if (done == 0) {
      out.append(value);
    } else {
      out.append(value, done, value.length());
    }
  }

  /** How a character is written, or the empty string if as it is. */
  private static String escaped(char c, boolean attribute) {
    if (c > '>') {
      return "";
    }
    return switch (c) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '"' -> attribute ? "&quot;" : "";
      // A parser folds these into spaces in an attribute, and a carriage return anywhere.
      case '\n' -> attribute ? "&#10;" : "";
      case '\t' -> attribute ? "&#9;" : "";
      case '\r' -> "&#13;";
      default -> "";
    };
  }
}
