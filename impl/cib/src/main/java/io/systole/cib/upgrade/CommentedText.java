package io.systole.cib.upgrade;

import io.systole.xml.Element;
import io.systole.xml.Xml;
import net.sf.saxon.s9api.Axis;
import net.sf.saxon.s9api.XdmNode;
import net.sf.saxon.s9api.XdmNodeKind;
import net.sf.saxon.s9api.XdmSequenceIterator;

/**
 * Writes a document of the transformer as {@link Xml#writeIndented} would, and its comments, which
 * a tree of ours does not have.
 */
final class CommentedText {

  private static final String EMPTY_END = "/>";

  private final StringBuilder out = new StringBuilder();

  private CommentedText() {}

  static String of(XdmNode document) {
    CommentedText text = new CommentedText();
    text.children(document, 0);
    return text.out.toString();
  }

  private void children(XdmNode parent, int depth) {
    parent
        .axisIterator(Axis.CHILD)
        .forEachRemaining(child -> {
          if (child.getNodeKind() == XdmNodeKind.COMMENT) {
            line(depth, "<!--" + child.getStringValue() + "-->");
          } else if (child.getNodeKind() == XdmNodeKind.ELEMENT) {
            element(child, depth);
          }
        });
  }

  private void element(XdmNode element, int depth) {
    String empty = Xml.write(withoutContent(element));
    boolean hasText = has(element, XdmNodeKind.TEXT);
    if (hasText) {
      // White space beside text would become part of it.
      line(depth, Xml.write(Step.write(element)));
    } else if (has(element, XdmNodeKind.ELEMENT) || has(element, XdmNodeKind.COMMENT)) {
      line(depth, empty.substring(0, empty.length() - EMPTY_END.length()) + ">");
      children(element, depth + 1);
      line(depth, "</" + element.getNodeName() + ">");
    } else {
      line(depth, empty);
    }
  }

  private void line(int depth, String text) {
    out.repeat(' ', 2 * depth).append(text).append('\n');
  }

  private static boolean has(XdmNode element, XdmNodeKind kind) {
    XdmSequenceIterator<XdmNode> children = element.axisIterator(Axis.CHILD);
    while (children.hasNext()) {
      if (children.next().getNodeKind() == kind) {
        return true;
      }
    }
    return false;
  }

  private static Element withoutContent(XdmNode element) {
    Element.Builder bare = Element.builder(element.getNodeName().toString());
    element
        .axisIterator(Axis.ATTRIBUTE)
        .forEachRemaining(attribute ->
            bare.attribute(attribute.getNodeName().toString(), attribute.getStringValue()));
    return bare.build();
  }
}
