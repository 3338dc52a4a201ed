package io.systole.cib;

import static com.google.common.base.Strings.lenientFormat;

import com.google.common.collect.ImmutableList;
import io.systole.xml.Element;

/**
 * Something that is wrong with a CIB, or that an administrator should know of.
 *
 * @param line where the element was parsed, from 1; 0 if it was made in memory
 * @param column of its first character, from 1; 0 if it was made in memory
 * @param where the element and those around it, in words
 * @param reason what is wrong with it
 * @param remedy what to do, or what would be allowed; may be empty
 */
public record Finding(
    Severity severity, int line, int column, String where, String reason, String remedy) {

  /** Whether a CIB can be used with it. */
  public enum Severity {
    /** It can't be used as it stands. */
    ERROR,
    /** It can be used, but not all of it has the effect that one may think. */
    WARNING;

    /** As it is written in messages. */
    public String word() {
      return this == ERROR ? "error" : "warning";
    }
  }

  /**
   * An error in the last of {@code path}.
   *
   * @param path the element and all around it, the outermost first
   */
  public static Finding error(ImmutableList<Element> path, String reason, String remedy) {
    return at(Severity.ERROR, path, reason, remedy);
  }

  /**
   * A warning of the last of {@code path}.
   *
   * @param path the element and all around it, the outermost first
   */
  public static Finding warning(ImmutableList<Element> path, String reason, String remedy) {
    return at(Severity.WARNING, path, reason, remedy);
  }

  private static Finding at(
      Severity severity, ImmutableList<Element> path, String reason, String remedy) {
    Element element = path.getLast();
    return new Finding(severity, element.line(), element.column(), words(path), reason, remedy);
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** The element and those around it that tell it from others, from the inside. */
  private static String words(ImmutableList<Element> path) {
    StringBuilder words = new StringBuilder(CibTree.words(path.getLast()));
    for (int i = path.size() - 2; i >= 0; i--) {
      Element around = path.get(i);
      boolean says = i > 1 || path.size() <= 2;
      if (says) {
        words.append(" in ").append(CibTree.words(around));
      }
    }
    return words.toString();
  }

  /** One line for a person: severity, place, what is wrong, and what to do. */
  @Override
  public String toString() {
    String place = line == 0 ? "" : lenientFormat("line %s, column %s: ", line, column);
    String what = lenientFormat("%s: %s%s: %s", severity.word(), place, where, reason);
    return remedy.isEmpty() ? what : what + "; " + remedy;
  }
}
