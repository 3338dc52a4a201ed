package io.systole.cib.xpath;

import com.google.common.collect.ImmutableList;
import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node of XPath: an element with the way to it, since an element of the tree does not know what
 * it stands in. Each is made when it is first looked at, and once, so that two ways lead to one.
 */
abstract sealed class Spot {

  final @Nullable Spot parent;

  private Spot(@Nullable Spot parent) {
    this.parent = parent;
  }

  /** What the whole tree stands in. */
  static final class Document extends Spot {

    final Visits visits;
    private final At root;

    Document(Element root, long budget) {
      super(null);
      this.visits = new Visits(budget);
      this.root = new At(this, this, root, 0);
    }

    At root() {
      return root;
    }
  }

  /** An element. */
  static final class At extends Spot {

    final Document document;
    final Element element;
    final int index;
    private @Nullable ImmutableList<Spot> children;
    private @Nullable ImmutableList<Spot> attributes;

    At(Document document, Spot parent, Element element, int index) {
      super(parent);
      this.document = document;
      this.element = element;
      this.index = index;
    }

    ImmutableList<Spot> children() {
      ImmutableList<Spot> known = children;
      if (known == null) {
        List<Spot> made = new ArrayList<>();
        if (!element.text().isEmpty()) {
          made.add(new Text(this, element.text()));
        }
        for (int i = 0; i < element.children().size(); i++) {
          made.add(new At(document, this, element.children().get(i), i));
        }
        known = ImmutableList.copyOf(made);
        children = known;
      }
      return known;
    }

    ImmutableList<Spot> attributes() {
      ImmutableList<Spot> known = attributes;
      if (known == null) {
        List<Spot> made = new ArrayList<>();
        for (Map.Entry<String, String> attribute : element.attributes().entrySet()) {
          made.add(new Attribute(this, attribute.getKey(), attribute.getValue()));
        }
        known = ImmutableList.copyOf(made);
        attributes = known;
      }
      return known;
    }
  }

  /** An attribute of an element. */
  static final class Attribute extends Spot {

    final String name;
    final String value;

    Attribute(At owner, String name, String value) {
      super(owner);
      this.name = name;
      this.value = value;
    }
  }

  /** The character data of an element. */
  static final class Text extends Spot {

    final String value;

    Text(At owner, String value) {
      super(owner);
      this.value = value;
    }
  }

  /** Counts what was looked at. */
  static final class Visits {

    private long left;

    Visits(long budget) {
      this.left = budget;
    }

    void one() {
      if (--left < 0) {
        throw new TooFar();
      }
    }
  }

  /** The budget is used up. It passes through the library, which knows no such thing. */
  static final class TooFar extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooFar() {
      super("the budget of visits is used up", null, false, false);
    }
  }
}
