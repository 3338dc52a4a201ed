package io.systole.xml;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.XMLInputFactory2;
import org.jspecify.annotations.Nullable;

/** Reads and writes {@link Element} trees. Safe to use from any thread. */
public final class Xml {

  private static final XMLInputFactory FACTORY = factory();

  private Xml() {}

  public static Element parse(String document) throws XmlException {
    return parse(document.getBytes(StandardCharsets.UTF_8), XmlLimits.FILE);
  }

  /**
   * Parses one document from a stream, which is read to its end and not closed. The document is
   * never held as a whole.
   *
   * @throws IOException if the stream can't be read
   */
  public static Element parse(InputStream document, XmlLimits limits)
      throws XmlException, IOException {
    LimitedStream limited = new LimitedStream(document, limits.maxBytes());
    XMLStreamReader reader = null;
    try {
      reader = FACTORY.createXMLStreamReader(limited);
      return new XmlParser(reader, limits).document();
    } catch (XMLStreamException e) {
      if (limited.exceeded()) {
        throw tooLong(limits);
      }
      if (limited.failure().isPresent()) {
        throw limited.failure().get();
      }
      throw refused(e);
    } finally {
      close(reader);
    }
  }

  /**
   * Parses one document. Document types are refused, so no entity is ever expanded and nothing is
   * ever fetched.
   *
   * @throws XmlException if the document is not well-formed or exceeds {@code limits}
   */
  public static Element parse(byte[] document, XmlLimits limits) throws XmlException {
    if (document.length > limits.maxBytes()) {
      throw tooLong(limits);
    }
    try {
      return parse(new ByteArrayInputStream(document), limits);
    } catch (IOException e) {
      throw new IllegalStateException("reading an array has failed, which cannot be", e);
    }
  }

  private static XmlException tooLong(XmlLimits limits) {
    return new XmlException(
        1, 1, "the document has more than " + limits.maxBytes() + " bytes, the most allowed");
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
}
