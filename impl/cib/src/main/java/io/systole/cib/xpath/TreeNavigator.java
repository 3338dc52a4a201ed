package io.systole.cib.xpath;

import java.util.Collections;
import java.util.Iterator;
import org.jaxen.BaseXPath;
import org.jaxen.DefaultNavigator;
import org.jaxen.JaxenConstants;
import org.jaxen.JaxenException;
import org.jaxen.XPath;
import org.jspecify.annotations.Nullable;

/** Leads Jaxen through a tree, and counts its steps. */
final class TreeNavigator extends DefaultNavigator {

  private static final long serialVersionUID = 1L;

  static final TreeNavigator ONLY = new TreeNavigator();

  private TreeNavigator() {}

  @Override
  public Iterator<Spot> getChildAxisIterator(Object node) {
    return switch ((Spot) node) {
      case Spot.Document document -> Collections.<Spot>singleton(document.root()).iterator();
      case Spot.At at -> counted(at.children().iterator(), at.document.visits);
      case Spot.Attribute _, Spot.Text _ -> nothing();
    };
  }

  @Override
  public Iterator<Spot> getAttributeAxisIterator(Object node) {
    return node instanceof Spot.At at
        ? counted(at.attributes().iterator(), at.document.visits)
        : nothing();
  }

  @Override
  public Iterator<Spot> getParentAxisIterator(Object node) {
    Spot parent = ((Spot) node).parent;
    return parent == null ? nothing() : Collections.singleton(parent).iterator();
  }

  @Override
  public @Nullable Object getParentNode(Object node) {
    return ((Spot) node).parent;
  }

  @Override
  public Object getDocumentNode(Object node) {
    Spot here = (Spot) node;
    Spot parent = here.parent;
    while (parent != null) {
      here = parent;
      parent = here.parent;
    }
    return here;
  }

  private static Iterator<Spot> nothing() {
    return castOf(JaxenConstants.EMPTY_ITERATOR);
  }

  @SuppressWarnings("unchecked")
  private static Iterator<Spot> castOf(Iterator<?> empty) {
    return (Iterator<Spot>) empty;
  }

  private static Iterator<Spot> counted(Iterator<Spot> spots, Spot.Visits visits) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return spots.hasNext();
      }

      @Override
      public Spot next() {
        visits.one();
        return spots.next();
      }
    };
  }

  @Override
  public String getElementNamespaceUri(Object element) {
    return "";
  }

  @Override
  public String getElementName(Object element) {
    return ((Spot.At) element).element.name();
  }

  @Override
  public String getElementQName(Object element) {
    return getElementName(element);
  }

  @Override
  public String getAttributeNamespaceUri(Object attribute) {
    return "";
  }

  @Override
  public String getAttributeName(Object attribute) {
    return ((Spot.Attribute) attribute).name;
  }

  @Override
  public String getAttributeQName(Object attribute) {
    return getAttributeName(attribute);
  }

  @Override
  public boolean isDocument(Object node) {
    return node instanceof Spot.Document;
  }

  @Override
  public boolean isElement(Object node) {
    return node instanceof Spot.At;
  }

  @Override
  public boolean isAttribute(Object node) {
    return node instanceof Spot.Attribute;
  }

  @Override
  public boolean isNamespace(Object node) {
    return false;
  }

  @Override
  public boolean isComment(Object node) {
    return false;
  }

  @Override
  public boolean isText(Object node) {
    return node instanceof Spot.Text;
  }

  @Override
  public boolean isProcessingInstruction(Object node) {
    return false;
  }

  @Override
  public String getCommentStringValue(Object comment) {
    return "";
  }

  /** The text of the element and of all below it. */
  @Override
  public String getElementStringValue(Object element) {
    StringBuilder text = new StringBuilder();
    collect((Spot.At) element, text);
    return text.toString();
  }

  private static void collect(Spot.At at, StringBuilder text) {
    at.document.visits.one();
    text.append(at.element.text());
    for (Spot child : at.children()) {
      if (child instanceof Spot.At below) {
        collect(below, text);
      }
    }
  }

  @Override
  public String getAttributeStringValue(Object attribute) {
    return ((Spot.Attribute) attribute).value;
  }

  @Override
  public String getNamespaceStringValue(Object namespace) {
    return "";
  }

  @Override
  public String getTextStringValue(Object text) {
    return ((Spot.Text) text).value;
  }

  @Override
  public String getNamespacePrefix(Object namespace) {
    return "";
  }

  @Override
  public XPath parseXPath(String path) throws JaxenException {
    return new BaseXPath(path, this);
  }
}
