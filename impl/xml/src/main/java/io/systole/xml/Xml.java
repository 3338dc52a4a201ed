package io.systole.xml;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import com.google.common.collect.Interner;
import com.google.common.collect.Interners;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.XMLInputFactory2;
import org.jspecify.annotations.Nullable;

/** Reads and writes {@link Element} trees. Safe to use from any thread. */
public final class Xml {

  private static final XMLInputFactory FACTORY = factory();
  private static final Interner<String> NAMES = Interners.newWeakInterner();

  /** Longer values are rarely met twice, so they are not worth the look-up. */
  private static final int LONGEST_INTERNED = 32;

  private Xml() {}

  public static Element parse(String document) throws XmlException {
    return parse(document.getBytes(StandardCharsets.UTF_8), XmlLimits.FILE);
  }

  public static Element parse(InputStream document, XmlLimits limits)
      throws XmlException, IOException {
    byte[] bytes = document.readNBytes(limits.maxBytes() + 1);
    return parse(bytes, limits);
  }

  /**
   * Parses one document. Document types are refused, so no entity is ever expanded and nothing is
   * ever fetched.
   *
   * @throws XmlException if the document is not well-formed or exceeds {@code limits}
   */
  public static Element parse(byte[] document, XmlLimits limits) throws XmlException {
    if (document.length > limits.maxBytes()) {
      throw new XmlException(
          1, 1, "the document has more than " + limits.maxBytes() + " bytes, the most allowed");
    }
    XMLStreamReader reader = null;
    try {
      reader = FACTORY.createXMLStreamReader(new ByteArrayInputStream(document));
      return new Parser(reader, limits).document();
    } catch (XMLStreamException e) {
      throw refused(e);
    } finally {
      close(reader);
    }
  }

  /** The tree on one line, without a declaration. */
  public static String write(Element root) {
    StringBuilder out = new StringBuilder();
    XmlWriter.compact(root, out);
    return out.toString();
  }

  /** The tree with a declaration, an element a line, indented by two spaces. */
  public static String writeIndented(Element root) {
    StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    XmlWriter.indented(root, 0, out);
    return out.toString();
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = new InputFactoryImpl();
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    // A lazy parser would come upon a fault only when asked for the text, where it can't say so.
    factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }

  private static XmlException refused(XMLStreamException e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    int end = message.indexOf('\n');
    String reason = end < 0 ? message : message.substring(0, end);
    var at = e.getLocation();
    return at == null
        ? new XmlException(1, 1, reason)
        : new XmlException(at.getLineNumber(), at.getColumnNumber(), reason);
  }

  private static void close(@Nullable XMLStreamReader reader) throws XmlException {
    if (reader != null) {
      try {
        reader.close();
      } catch (XMLStreamException e) {
        throw refused(e);
      }
    }
  }

  private static String interned(String value) {
    return value.length() <= LONGEST_INTERNED ? NAMES.intern(value) : value;
  }

  /** One document's worth of work. */
  private record Parser(XMLStreamReader reader, XmlLimits limits) {

    Element document() throws XMLStreamException, XmlException {
      Deque<Element.Builder> open = new ArrayDeque<>();
      Deque<StringBuilder> texts = new ArrayDeque<>();
      int elements = 0;
      while (true) {
        switch (reader.next()) {
          case XMLStreamConstants.START_ELEMENT -> {
            if (open.size() >= limits.maxDepth()) {
              throw here("elements lie more than " + limits.maxDepth() + " deep");
            }
            if (++elements > limits.maxElements()) {
              throw here("the document has more than " + limits.maxElements() + " elements");
            }
            open.push(start());
            texts.push(new StringBuilder());
          }
          case XMLStreamConstants.END_ELEMENT -> {
            Element.Builder ended = open.pop();
            Element element = ended.text(texts.pop().toString()).build();
            if (open.isEmpty()) {
              finish();
              return element;
            }
            open.element().child(element);
          }
          case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
            if (!texts.isEmpty()) {
              texts.element().append(reader.getText());
            }
          }
          case XMLStreamConstants.DTD -> throw here("a document type is not accepted");
          case XMLStreamConstants.ENTITY_REFERENCE ->
              throw here("the entity '" + reader.getLocalName() + "' is not accepted");
          case XMLStreamConstants.END_DOCUMENT -> throw here("the document has no element");
          default -> {
            // Comments, processing instructions and white space outside of the root say nothing.
          }
        }
      }
    }

    private Element.Builder start() throws XmlException {
      int count = reader.getAttributeCount();
      if (count > limits.maxAttributes()) {
        throw here("an element has more than " + limits.maxAttributes() + " attributes");
      }
      Element.Builder builder =
          Element.builder(interned(reader.getLocalName()))
              .line(reader.getLocation().getLineNumber());
      for (int i = 0; i < count; i++) {
        builder.attribute(
            interned(reader.getAttributeLocalName(i)), interned(reader.getAttributeValue(i)));
      }
      return builder;
    }

    /** Reads to the end, so that what follows the root is checked as well. */
    private void finish() throws XMLStreamException {
      while (reader.hasNext()) {
        reader.next();
      }
    }

    private XmlException here(String reason) {
      var at = reader.getLocation();
      return new XmlException(at.getLineNumber(), at.getColumnNumber(), reason);
    }
  }
}
