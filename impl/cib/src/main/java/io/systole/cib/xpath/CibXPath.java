package io.systole.cib.xpath;

import static com.google.common.base.Strings.lenientFormat;

import com.google.common.collect.ImmutableList;
import io.systole.cib.CibException;
import io.systole.cib.PatchPath;
import io.systole.xml.Element;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jaxen.BaseXPath;
import org.jaxen.JaxenException;
import org.jaxen.UnresolvableException;
import org.jspecify.annotations.Nullable;

/**
 * An expression of XPath 1.0 that leads to elements of a CIB. How far it looks is bounded: an
 * expression that would visit more is an error, and not a daemon that does nothing else for hours.
 */
public final class CibXPath {

  /** Most characters of an expression. */
  public static final int MAX_LENGTH = 4096;

  /** How deep parentheses and conditions may lie in one another. */
  public static final int MAX_DEPTH = 32;

  /** Most elements and attributes that one evaluation looks at: some tenths of a second. */
  public static final long MAX_VISITS = 2_000_000;

  private final String text;
  private final BaseXPath compiled;

  private CibXPath(String text, BaseXPath compiled) {
    this.text = text;
    this.compiled = compiled;
  }

  /**
   * An element that an expression leads to.
   *
   * @param indexes the places among siblings on the way from the root's children to it, from 0
   * @param path the way in words
   */
  public record Match(ImmutableList<Integer> indexes, PatchPath path, Element element) {}

  /**
   * Reads an expression.
   *
   * @throws CibException if it is none, or too long or too deep
   */
  public static CibXPath parse(String text) throws CibException {
    if (text.length() > MAX_LENGTH) {
      throw new CibException(0, lenientFormat("a path has at most %s characters", MAX_LENGTH));
    }
    if (depth(text) > MAX_DEPTH) {
      throw new CibException(
          0, lenientFormat("in the path '%s' more than %s brackets are open", text, MAX_DEPTH));
    }
    try {
      return new CibXPath(text, new BaseXPath(text, TreeNavigator.ONLY));
    } catch (JaxenException e) {
      throw wrong(text, e.getMessage());
    }
  }

  /** How many brackets are open at most; minus signs nest in each other as well. */
  private static int depth(String text) {
    int depth = 0;
    int deepest = 0;
    int signs = 0;
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '(', '[' -> depth++;
        case ')', ']' -> depth--;
        default -> {
          // Nothing else nests.
        }
      }
      signs = text.charAt(i) == '-' ? signs + 1 : 0;
      deepest = Math.max(deepest, Math.max(depth, signs));
    }
    return deepest;
  }

  /**
   * The elements that it leads to, in the order of the document.
   *
   * @throws CibException if it leads to something else than elements, or looks too far
   */
  public ImmutableList<Match> matches(Element root) throws CibException {
    return matches(root, MAX_VISITS);
  }

  ImmutableList<Match> matches(Element root, long budget) throws CibException {
    ImmutableList.Builder<Match> matches = ImmutableList.builder();
    for (Object found : evaluated(new Spot.Document(root, budget))) {
      if (!(found instanceof Spot.At at)) {
        throw new CibException(
            0,
            lenientFormat(
                "the path '%s' leads to something else than elements; end it with the element",
                text));
      }
      matches.add(match(at));
    }
    return matches.build();
  }

  /**
   * The elements that it leads to, and those that have the attributes or texts that it leads to.
   *
   * @throws CibException if it leads to something else, or looks too far
   */
  public ImmutableList<Match> owners(Element root) throws CibException {
    ImmutableList.Builder<Match> matches = ImmutableList.builder();
    Spot.Document document = new Spot.Document(root, MAX_VISITS);
    for (Object found : evaluated(document)) {
      switch (found) {
        case Spot.Document _ -> matches.add(match(document.root()));
        case Spot.At at -> matches.add(match(at));
        case Spot other when other.parent instanceof Spot.At at -> matches.add(match(at));
        default -> throw wrong(text, "it leads to no elements");
      }
    }
    return matches.build();
  }

  /** A string as a literal of XPath, whatever quotes are in it. */
  public static String quoted(String value) {
    if (value.indexOf('\'') < 0) {
      return "'" + value + "'";
    }
    if (value.indexOf('"') < 0) {
      return '"' + value + '"';
    }
    return "concat('" + value.replace("'", "',\"'\",'") + "')";
  }

  private List<?> evaluated(Spot.Document document) throws CibException {
    try {
      return compiled.selectNodes(document);
    } catch (Spot.TooFar e) {
      throw new CibException(
          0,
          lenientFormat(
              "the path '%s' looks at too much; name more of the way, as in /cib/configuration/...",
              text));
    } catch (UnresolvableException e) {
      throw wrong(text, e.getMessage());
    } catch (JaxenException | ClassCastException e) {
      throw wrong(text, e.getMessage());
    }
  }

  private static Match match(Spot.At at) {
    Deque<Integer> indexes = new ArrayDeque<>();
    Deque<PatchPath.Key> keys = new ArrayDeque<>();
    Spot here = at;
    while (here instanceof Spot.At element && element.parent != null) {
      keys.addFirst(PatchPath.Key.of(element.element));
      if (element.parent instanceof Spot.At) {
        indexes.addFirst(element.index);
      }
      here = element.parent;
    }
    return new Match(
        ImmutableList.copyOf(indexes), new PatchPath(ImmutableList.copyOf(keys)), at.element);
  }

  private static CibException wrong(String text, @Nullable String reason) {
    return new CibException(0, lenientFormat("the path '%s' is not understood: %s", text, reason));
  }

  @Override
  public String toString() {
    return text;
  }
}
