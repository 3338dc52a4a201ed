package io.systole.cib;

import static com.google.common.base.Strings.lenientFormat;

import com.google.common.collect.ImmutableList;
import io.systole.xml.Element;
import java.util.Optional;

/**
 * The part of XPath that people ask a CIB with: steps to children ({@code /a}) and to descendants
 * ({@code //a}), any name ({@code *}), and conditions on attributes ({@code [@id]}, {@code
 * [@id='x']}), several of which may follow one another or be joined by {@code and}.
 */
public final class CibPath {

  /** Most steps that a path may have. */
  public static final int MAX_STEPS = 60;

  private final ImmutableList<Step> steps;

  private CibPath(ImmutableList<Step> steps) {
    this.steps = steps;
  }

  /**
   * @param deep whether it leads to descendants rather than children
   * @param name of the elements, or {@code *}
   */
  private record Step(boolean deep, String name, ImmutableList<Condition> conditions) {

    boolean leadsTo(Element element) {
      return (name.equals("*") || element.is(name))
          && conditions.stream().allMatch(condition -> condition.holds(element));
    }
  }

  /**
   * @param value empty if any will do
   */
  private record Condition(String attribute, Optional<String> value) {

    boolean holds(Element element) {
      return value.isPresent()
          ? element.attribute(attribute).equals(value)
          : element.has(attribute);
    }
  }

  /**
   * Reads a path.
   *
   * @throws CibException if it is not of the part that is understood
   */
  public static CibPath parse(String path) throws CibException {
    return new CibPath(new Reader(path).steps());
  }

  /** What the path leads to, in the order of the document; {@code root} is the first step's. */
  public ImmutableList<Element> in(Element root) {
    ImmutableList.Builder<Element> found = ImmutableList.builder();
    long first = 1;
    boolean deep = steps.getFirst().deep();
    visit(root, deep ? 0 : first, deep ? first : 0, found);
    return found.build();
  }

  /**
   * Looks at each element once. Steps are bits.
   *
   * @param direct the steps to children that may lead here
   * @param deep the steps to descendants that may lead here
   */
  private void visit(Element here, long direct, long deep, ImmutableList.Builder<Element> found) {
    long below = 0;
    long furtherBelow = deep;
    for (int i = 0; i < steps.size(); i++) {
      long bit = 1L << i;
      if (((direct | deep) & bit) != 0 && steps.get(i).leadsTo(here)) {
        if (i + 1 == steps.size()) {
          found.add(here);
        } else if (steps.get(i + 1).deep()) {
          furtherBelow |= bit << 1;
        } else {
          below |= bit << 1;
        }
      }
    }
    if ((below | furtherBelow) != 0) {
      for (Element child : here.children()) {
        visit(child, below, furtherBelow, found);
      }
    }
  }

  /** Reads a path from left to right. */
  private static final class Reader {

    private final String path;
    private int at;

    Reader(String path) {
      this.path = path;
    }

    ImmutableList<Step> steps() throws CibException {
      ImmutableList.Builder<Step> steps = ImmutableList.builder();
      int count = 0;
      do {
        if (++count > MAX_STEPS || !skip("/")) {
          throw wrong();
        }
        steps.add(new Step(skip("/"), skip("*") ? "*" : name(), conditions()));
      } while (at < path.length());
      return steps.build();
    }

    private ImmutableList<Condition> conditions() throws CibException {
      ImmutableList.Builder<Condition> conditions = ImmutableList.builder();
      while (skip("[")) {
        do {
          conditions.add(condition());
        } while (skip("and "));
        if (!skip("]")) {
          throw wrong();
        }
      }
      return conditions.build();
    }

    private Condition condition() throws CibException {
      if (!skip("@")) {
        throw wrong();
      }
      String attribute = name();
      return new Condition(attribute, skip("=") ? Optional.of(quoted()) : Optional.empty());
    }

    private String quoted() throws CibException {
      String quote = skip("'") ? "'" : "\"";
      if (quote.equals("\"") && !skip("\"")) {
        throw wrong();
      }
      int end = path.indexOf(quote, at);
      if (end < 0) {
        throw wrong();
      }
      String value = path.substring(at, end);
      at = end + 1;
      return value;
    }

    private String name() throws CibException {
      int start = at;
      while (at < path.length() && isOfName(path.charAt(at))) {
        at++;
      }
      if (at == start) {
        throw wrong();
      }
      return path.substring(start, at);
    }

    private static boolean isOfName(char c) {
      return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.';
    }

    /** Passes over {@code text} and spaces before it, if that comes next. */
    private boolean skip(String text) {
      int from = at;
      while (from < path.length() && path.charAt(from) == ' ') {
        from++;
      }
      boolean next = path.startsWith(text, from);
      at = next ? from + text.length() : at;
      return next;
    }

    private CibException wrong() {
      return new CibException(
          0,
          lenientFormat(
              "the path '%s' is not understood from '%s' on; steps are /name and //name, at most"
                  + " %s of them, conditions are [@name='value']",
              path, path.substring(at), MAX_STEPS));
    }
  }
}
