package io.systole.cib;

import static com.google.common.base.Strings.lenientFormat;

import com.google.common.collect.ImmutableList;
import io.systole.xml.Element;
import java.util.Optional;

/**
 * Where in a tree a patchset changes something: the names of the elements from the root down, each
 * with its id where it has one, as in {@code /cib/configuration/resources/primitive[@id='web']}.
 *
 * @param steps from the root down; never empty
 */
public record PatchPath(ImmutableList<Key> steps) {

  /**
   * What tells an element from its siblings.
   *
   * @param id empty where the element has none
   */
  public record Key(String name, Optional<String> id) {

    /** What tells {@code element} from its siblings. */
    public static Key of(Element element) {
      return new Key(element.name(), element.attribute("id"));
    }

    /** Whether a path can name it: an id with both kinds of quotes can't be quoted. */
    boolean canBeWritten() {
      return id.isEmpty() || id.get().indexOf('\'') < 0 || id.get().indexOf('"') < 0;
    }

    @Override
    public String toString() {
      if (id.isEmpty()) {
        return name;
      }
      char quote = id.get().indexOf('\'') < 0 ? '\'' : '"';
      return name + "[@id=" + quote + id.get() + quote + "]";
    }
  }

  public PatchPath {
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("a path has at least one step");
    }
  }

  static PatchPath of(Element root) {
    return new PatchPath(ImmutableList.of(Key.of(root)));
  }

  PatchPath to(Element child) {
    return new PatchPath(
        ImmutableList.<Key>builderWithExpectedSize(steps.size() + 1)
            .addAll(steps)
            .add(Key.of(child))
            .build());
  }

  Key last() {
    return steps.getLast();
  }

  boolean isRoot() {
    return steps.size() == 1;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    steps.forEach(step -> text.append('/').append(step));
    return text.toString();
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws CibException if it is anything else
   */
  public static PatchPath parse(String path) throws CibException {
    ImmutableList.Builder<Key> steps = ImmutableList.builder();
    int at = 0;
    int depth = 0;
    while (at < path.length()) {
      if (path.charAt(at) != '/' || ++depth > Cib.MAX_DEPTH) {
        throw wrong(path);
      }
      int nameEnd = endOfName(path, at + 1);
      String name = path.substring(at + 1, nameEnd);
      if (name.isEmpty()) {
        throw wrong(path);
      }
      Optional<String> id = id(path, nameEnd);
      steps.add(new Key(name, id));
      at = id.isEmpty() ? nameEnd : nameEnd + ID_OPENS.length() + id.get().length() + 3;
    }
    if (depth == 0) {
      throw wrong(path);
    }
    return new PatchPath(steps.build());
  }

  private static final String ID_OPENS = "[@id=";

  private static int endOfName(String path, int from) {
    int end = from;
    while (end < path.length() && path.charAt(end) != '/' && path.charAt(end) != '[') {
      end++;
    }
    return end;
  }

  private static Optional<String> id(String path, int from) throws CibException {
    if (!path.startsWith("[", from)) {
      return Optional.empty();
    }
    int open = from + ID_OPENS.length();
    if (!path.startsWith(ID_OPENS, from) || open >= path.length()) {
      throw wrong(path);
    }
    char quote = path.charAt(open);
    int close = path.indexOf(quote, open + 1);
    if ((quote != '\'' && quote != '"') || close < 0 || !path.startsWith("]", close + 1)) {
      throw wrong(path);
    }
    return Optional.of(path.substring(open + 1, close));
  }

  private static CibException wrong(String path) {
    return new CibException(
        0,
        lenientFormat(
            "a path of a patchset is made of steps like /name or /name[@id='x'], at most %s of"
                + " them, but this is '%s'",
            Cib.MAX_DEPTH, path));
  }
}
