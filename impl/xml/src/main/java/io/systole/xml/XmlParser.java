package io.systole.xml;

import com.google.common.collect.ImmutableList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.Location;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Parses one document. */
final class XmlParser {

  private final XMLStreamReader reader;
  private final XmlLimits limits;
  private final RecentStrings strings = new RecentStrings();
  private final Map<List<String>, AttributeNames> shared = new LinkedHashMap<>();
  private final Deque<Open> open = new ArrayDeque<>();

  XmlParser(XMLStreamReader reader, XmlLimits limits) {
    this.reader = reader;
    this.limits = limits;
  }

  /** An element whose end has not come yet. */
  private static final class Open {
    final String name;
    final AttributeNames names;
    final String[] values;
    final int line;
    final int column;
    @Nullable List<Element> children;
    @Nullable StringBuilder text;

    Open(String name, AttributeNames names, String[] values, Location at) {
      this.name = name;
      this.names = names;
      this.values = values;
      this.line = at.getLineNumber();
      this.column = at.getColumnNumber();
    }

    void add(Element child) {
      List<Element> known = children;
      if (known == null) {
        known = new ArrayList<>(4);
        children = known;
      }
      known.add(child);
    }

    void addText(XMLStreamReader reader) {
      StringBuilder known = text;
      if (known == null) {
        known = new StringBuilder();
        text = known;
      }
      known.append(reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
    }

    Element closed() {
      ImmutableList<Element> all =
          children == null ? ImmutableList.of() : ImmutableList.copyOf(children);
      return new Element(name, names, values, all, textSoFar(), line, column);
    }

    private String textSoFar() {
      if (text == null) {
        return "";
      }
      for (int i = 0; i < text.length(); i++) {
        if (!Character.isWhitespace(text.charAt(i))) {
          return XmlText.cleaned(text.toString());
        }
      }
      return "";
    }
  }

  Element document() throws XMLStreamException, XmlException {
    int elements = 0;
    while (true) {
      switch (next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          if (open.size() >= limits.maxDepth()) {
            throw here("elements lie more than " + limits.maxDepth() + " deep");
          }
          if (++elements > limits.maxElements()) {
            throw here("the document has more than " + limits.maxElements() + " elements");
          }
          open.push(start());
        }
        case XMLStreamConstants.END_ELEMENT -> {
          Element ended = open.pop().closed();
          if (open.isEmpty()) {
            finish();
            return ended;
          }
          open.element().add(ended);
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
          if (!open.isEmpty()) {
            open.element().addText(reader);
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

  /** The library does not report all that it can't read in the way that it should. */
  private int next() throws XMLStreamException, XmlException {
    try {
      return reader.next();
    } catch (RuntimeException e) {
      throw here("the document is not well-formed: " + e.getMessage());
    }
  }

  private Open start() throws XmlException {
    int count = reader.getAttributeCount();
    if (count > limits.maxAttributes()) {
      throw here("an element has more than " + limits.maxAttributes() + " attributes");
    }
    String[] names = new String[count];
    String[] values = new String[count];
    for (int i = 0; i < count; i++) {
      names[i] = reader.getAttributeLocalName(i);
      values[i] = strings.cleaned(reader.getAttributeValue(i));
    }
    return new Open(
        strings.cleaned(reader.getLocalName()), names(names), values, reader.getLocation());
  }

  private AttributeNames names(String[] names) {
    if (names.length == 0) {
      return AttributeNames.NONE;
    }
    return shared.computeIfAbsent(Arrays.asList(names), this::shared);
  }

  private AttributeNames shared(List<String> names) {
    return AttributeNames.shared(names.stream().map(strings::cleaned).toList());
  }

  /** Reads to the end, so that what follows the root is checked as well. */
  private void finish() throws XMLStreamException, XmlException {
    while (reader.hasNext()) {
      next();
    }
  }

  private XmlException here(String reason) {
    var at = reader.getLocation();
    return new XmlException(at.getLineNumber(), at.getColumnNumber(), reason);
  }
}
