package io.systole.xml;

import java.util.Map;

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
        default -> out.append(c);
      }
    }
  }
}
