package io.systole.cib.schema;

import com.google.common.collect.ImmutableList;
import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.xml.sax.ContentHandler;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.AttributesImpl;

/**
 * Tells a tree as the events of a parser, which is what validators hear. It knows at each moment
 * which element it is at.
 */
final class ElementEvents implements Locator {

  private static final String NAMESPACE_DECLARATION = "xmlns";

  private final int depth;
  private final List<Element> open = new ArrayList<>();

  /**
   * @param depth of the deepest elements that are told, as if they were empty; the document is at 1
   */
  ElementEvents(int depth) {
    this.depth = depth;
  }

  void send(Element document, ContentHandler handler) throws SAXException {
    handler.setDocumentLocator(this);
    handler.startDocument();
    element(document, "", handler);
    handler.endDocument();
  }

  /** The element that is being told and those around it, the outermost first. */
  ImmutableList<Element> path() {
    return ImmutableList.copyOf(open);
  }

  private void element(Element element, String around, ContentHandler handler) throws SAXException {
    String namespace = element.attribute(NAMESPACE_DECLARATION, around);
    open.add(element);
    handler.startElement(namespace, element.name(), element.name(), attributes(element));
    if (open.size() < depth) {
      content(element, namespace, handler);
    }
    handler.endElement(namespace, element.name(), element.name());
    open.removeLast();
  }

  private void content(Element element, String namespace, ContentHandler handler)
      throws SAXException {
    if (!element.text().isEmpty()) {
      char[] text = element.text().toCharArray();
      handler.characters(text, 0, text.length);
    }
    for (Element child : element.children()) {
      element(child, namespace, handler);
    }
  }

  private static AttributesImpl attributes(Element element) {
    AttributesImpl attributes = new AttributesImpl();
    for (Map.Entry<String, String> entry : element.attributes().entrySet()) {
      String name = entry.getKey();
      // To declare a namespace is not to have an attribute.
      if (!name.equals(NAMESPACE_DECLARATION) && !name.startsWith(NAMESPACE_DECLARATION + ":")) {
        attributes.addAttribute("", name, name, "CDATA", entry.getValue());
      }
    }
    return attributes;
  }

  @Override
  public String getPublicId() {
    return "";
  }

  @Override
  public String getSystemId() {
    return "";
  }

  @Override
  public int getLineNumber() {
    return open.isEmpty() ? 0 : open.getLast().line();
  }

  @Override
  public int getColumnNumber() {
    return open.isEmpty() ? 0 : open.getLast().column();
  }
}
