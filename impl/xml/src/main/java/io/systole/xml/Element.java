package io.systole.xml;

import com.google.common.collect.ContiguousSet;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An XML element as a value: never changed, shared freely between trees and threads. An edit makes
 * a new element along one path and shares everything beside it.
 *
 * <p>What the field's documents do not use is not kept: comments, processing instructions and
 * namespaces. Character data is kept as one string, without a place among the children; white space
 * alone counts as none. Characters that can't stand in XML are U+FFFD here already.
 *
 * <p>Two elements are equal when name, attributes (in any order), text and children (in order) are
 * equal. The {@link #digest()} says the same in 128 bits and is computed once.
 */
public final class Element {

  private final String name;
  private final AttributeNames names;
  private final String[] values;
  private final ImmutableList<Element> children;
  private final String text;
  private final int line;
  private final int column;
  private volatile @Nullable Digest digest;
  private volatile int height;

  // What is found out once about many children; an edit of one of them hands it on.
  private volatile @Nullable ManyChildren many;
  private volatile @Nullable ChildIndex index;

  Element(
      String name,
      AttributeNames names,
      String[] values,
      ImmutableList<Element> children,
      String text,
      int line,
      int column) {
    this.name = name;
    this.names = names;
    this.values = values;
    this.children = children;
    this.text = text;
    this.line = line;
    this.column = column;
  }

  /** An element with {@code name} and nothing in it. */
  public static Element of(String name) {
    return new Element(name, AttributeNames.NONE, new String[0], ImmutableList.of(), "", 0, 0);
  }

  /**
   * An element with attributes.
   *
   * @param attributes names and values in turn
   */
  public static Element of(String name, String... attributes) {
    return builder(name).attributes(attributes).build();
  }

  public static Builder builder(String name) {
    return new Builder(name);
  }

  public String name() {
    return name;
  }

  /** Whether this element's name is {@code other}. */
  public boolean is(String other) {
    return name.equals(other);
  }

  /** The attributes in the order of the document; no one can change them. */
  public Map<String, String> attributes() {
    return new Attributes(names, values);
  }

  int attributeCount() {
    return values.length;
  }

  String attributeName(int index) {
    return names.get(index);
  }

  String attributeValue(int index) {
    return values[index];
  }

  public ImmutableList<Element> children() {
    return children;
  }

  /** The character data, or the empty string. */
  public String text() {
    return text;
  }

  /**
   * The line on which the element began where it was parsed, from 1; 0 if it was made in memory.
   */
  public int line() {
    return line;
  }

  /** The column of its first character on that line, from 1; 0 if it was made in memory. */
  public int column() {
    return column;
  }

  /** The value of an attribute, if it is there. An empty value is there. */
  public Optional<String> attribute(String attribute) {
    int index = names.indexOf(attribute);
    return index < 0 ? Optional.empty() : Optional.of(values[index]);
  }

  /** The value of an attribute, or {@code otherwise}. */
  public String attribute(String attribute, String otherwise) {
    int index = names.indexOf(attribute);
    return index < 0 ? otherwise : values[index];
  }

  public boolean has(String attribute) {
    return names.indexOf(attribute) >= 0;
  }

  /** The attribute {@code id}, or the empty string: what the field's documents name elements by. */
  public String id() {
    return attribute("id", "");
  }

  /** The first child of that name. */
  public Optional<Element> child(String childName) {
    for (Element child : children) {
      if (child.name.equals(childName)) {
        return Optional.of(child);
      }
    }
    return Optional.empty();
  }

  /** The children of that name, in order. */
  public ImmutableList<Element> children(String childName) {
    ImmutableList.Builder<Element> found = ImmutableList.builder();
    for (Element child : children) {
      if (child.name.equals(childName)) {
        found.add(child);
      }
    }
    return found.build();
  }

  /** Follows first children by name. */
  public Optional<Element> at(String... path) {
    Element here = this;
    for (String step : path) {
      Optional<Element> next = here.child(step);
      if (next.isEmpty()) {
        return next;
      }
      here = next.get();
    }
    return Optional.of(here);
  }

  /** This element and all below it, parents before children, in the order of the document. */
  public Stream<Element> descendants() {
    return Stream.concat(Stream.of(this), children.stream().flatMap(Element::descendants));
  }

  /** How many elements the tree has, this one included. */
  public int size() {
    int size = 1;
    for (Element child : children) {
      size += child.size();
    }
    return size;
  }

  public Digest digest() {
    Digest known = digest;
    if (known == null) {
      known = Digest.of(this);
      digest = known;
    }
    return known;
  }

  /**
   * The places of the children that differ from those of another element with as many. Among many
   * those that are alike are passed over in groups.
   */
  public ImmutableList<Integer> differingChildren(Element other) {
    if (other.children.size() != children.size()) {
      throw new IllegalArgumentException("the elements have not as many children");
    }
    Iterable<Integer> candidates =
        children.size() > ManyChildren.FEW
            ? many().differing(other.many(), children.size())
            : ContiguousSet.closedOpen(0, children.size());
    ImmutableList.Builder<Integer> places = ImmutableList.builder();
    for (int i : candidates) {
      if (!children.get(i).equals(other.children.get(i))) {
        places.add(i);
      }
    }
    return places.build();
  }

  /** How deep elements lie in it, 1 if it has none. */
  public int height() {
    int known = height;
    if (known == 0) {
      if (children.size() > ManyChildren.FEW) {
        known = many().height();
      } else {
        for (Element child : children) {
          known = Math.max(known, child.height());
        }
      }
      height = ++known;
    }
    return known;
  }

  ManyChildren many() {
    ManyChildren known = many;
    if (known == null) {
      known = ManyChildren.of(children);
      many = known;
    }
    return known;
  }

  /** The place of the first child of that name and id, from 0; -1 if there is none. */
  public int indexOf(String childName, String id) {
    if (children.size() > ManyChildren.FEW) {
      return index().of(childName, id);
    }
    for (int i = 0; i < children.size(); i++) {
      if (children.get(i).is(childName) && children.get(i).id().equals(id)) {
        return i;
      }
    }
    return -1;
  }

  /** The place of the only child of that name and id; -1 if there is none or more than one. */
  public int indexOfOnly(String childName, String id) {
    if (children.size() > ManyChildren.FEW) {
      return index().ofOnly(childName, id);
    }
    int first = indexOf(childName, id);
    for (int i = first + 1; i > 0 && i < children.size(); i++) {
      if (children.get(i).is(childName) && children.get(i).id().equals(id)) {
        return -1;
      }
    }
    return first;
  }

  private ChildIndex index() {
    ChildIndex known = index;
    if (known == null) {
      known = new ChildIndex(children);
      index = known;
    }
    return known;
  }

  public Element with(String attribute, String value) {
    int place = names.indexOf(attribute);
    if (place < 0) {
      return toBuilder().attribute(attribute, value).build();
    }
    if (values[place].equals(value)) {
      return this;
    }
    String[] changed = values.clone();
    changed[place] = XmlText.cleaned(value);
    Element same = new Element(name, names, changed, children, text, line, column);
    same.many = many;
    same.index = index;
    return same;
  }

  public Element without(String attribute) {
    return has(attribute) ? toBuilder().remove(attribute).build() : this;
  }

  public Element withChildren(Iterable<Element> newChildren) {
    return new Element(name, names, values, ImmutableList.copyOf(newChildren), text, line, column);
  }

  /** This element with {@code child} as its last. */
  public Element plus(Element child) {
    return new Element(
        name,
        names,
        values,
        ImmutableList.<Element>builderWithExpectedSize(children.size() + 1)
            .addAll(children)
            .add(child)
            .build(),
        text,
        line,
        column);
  }

  /** This element with the child at {@code place} replaced. */
  public Element withChild(int place, Element child) {
    Element[] copy = children.toArray(new Element[0]);
    Element old = copy[place];
    copy[place] = child;
    Element changed = withChildren(ImmutableList.copyOf(copy));
    ManyChildren known = many;
    changed.many = known == null ? null : known.with(changed.children, place);
    changed.index = old.name.equals(child.name) && old.id().equals(child.id()) ? index : null;
    return changed;
  }

  /** This element without the children that {@code unwanted} is true of. */
  public Element withoutChildren(Predicate<Element> unwanted) {
    ImmutableList<Element> kept =
        children.stream().filter(unwanted.negate()).collect(ImmutableList.toImmutableList());
    return kept.size() == children.size() ? this : withChildren(kept);
  }

  public Builder toBuilder() {
    Builder builder = new Builder(name);
    builder.names = names.toArray();
    builder.values = values.clone();
    builder.count = values.length;
    builder.children.addAll(children);
    builder.text = text;
    builder.line = line;
    builder.column = column;
    return builder;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof Element e && digest().equals(e.digest()));
  }

  @Override
  public int hashCode() {
    return digest().hashCode();
  }

  /** The element as XML on one line. */
  @Override
  public String toString() {
    return Xml.write(this);
  }

  /** Makes an element step by step. */
  public static final class Builder {

    private final String name;
    private String[] names = new String[8];
    private String[] values = new String[8];
    private int count;
    private final List<Element> children = new ArrayList<>(4);
    private String text = "";
    private int line;
    private int column;

    private Builder(String name) {
      this.name = name;
    }

    public Builder attribute(String attribute, String value) {
      int index = indexOf(attribute);
      if (index < 0) {
        if (count == names.length) {
          names = Arrays.copyOf(names, count * 2 + 1);
          values = Arrays.copyOf(values, count * 2 + 1);
        }
        index = count++;
        names[index] = attribute;
      }
      values[index] = XmlText.cleaned(value);
      return this;
    }

    private int indexOf(String attribute) {
      for (int i = 0; i < count; i++) {
        if (names[i].equals(attribute)) {
          return i;
        }
      }
      return -1;
    }

    public Builder attribute(String attribute, long value) {
      return attribute(attribute, Long.toString(value));
    }

    /** Sets the attribute if there is a value. */
    public Builder attribute(String attribute, Optional<String> value) {
      value.ifPresent(v -> attribute(attribute, v));
      return this;
    }

    /** Sets attributes given as names and values in turn. */
    public Builder attributes(String... namesAndValues) {
      if (namesAndValues.length % 2 != 0) {
        throw new IllegalArgumentException("names and values come in pairs");
      }
      for (int i = 0; i < namesAndValues.length; i += 2) {
        attribute(namesAndValues[i], namesAndValues[i + 1]);
      }
      return this;
    }

    public Builder attributes(Map<String, String> more) {
      more.forEach(this::attribute);
      return this;
    }

    public Builder remove(String attribute) {
      int index = indexOf(attribute);
      if (index >= 0) {
        System.arraycopy(names, index + 1, names, index, count - index - 1);
        System.arraycopy(values, index + 1, values, index, count - index - 1);
        count--;
      }
      return this;
    }

    public Builder child(Element child) {
      children.add(child);
      return this;
    }

    public Builder children(Iterable<Element> more) {
      more.forEach(children::add);
      return this;
    }

    public Builder text(String newText) {
      this.text = newText.isBlank() ? "" : XmlText.cleaned(newText);
      return this;
    }

    public Element build() {
      return new Element(
          name,
          AttributeNames.of(Arrays.copyOf(names, count)),
          Arrays.copyOf(values, count),
          ImmutableList.copyOf(children),
          text,
          line,
          column);
    }
  }
}
