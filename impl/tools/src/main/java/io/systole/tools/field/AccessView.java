package io.systole.tools.field;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import io.systole.cib.acl.Marked;
import io.systole.xml.Xml;
import java.util.Optional;

/**
 * Shows with each element what a user may do with it, in one of the field's three ways. Forms and
 * words are those of {@code cibadmin --show-access} of Pacemaker 2.1.5.
 */
final class AccessView {

  private static final String PREFIX = "pcmk-access-";
  private static final String NAMESPACES = "http://clusterlabs.org/ns/pacemaker/access/";
  private static final String RESET = "\u001b[0m";

  private final How how;
  private final StringBuilder out = new StringBuilder();

  private AccessView(How how) {
    this.how = how;
  }

  /** A way to show it. */
  enum How {
    /** Each line in the colour of what may be done: green, blue, red. */
    COLOR,
    /** A line of its own before what differs from the element around it. */
    TEXT,
    /** A namespace for what differs from the element around it. */
    NAMESPACE;

    static Optional<How> of(String word) {
      for (How how : values()) {
        if (Ascii.toLowerCase(how.name()).equals(word)) {
          return Optional.of(how);
        }
      }
      return Optional.empty();
    }
  }

  static String of(String user, Marked tree, How how) {
    AccessView view = new AccessView(how);
    view.out.append("<!-- ACLs as evaluated for user ").append(user).append(" -->\n");
    view.element(tree, Optional.empty(), 0);
    return view.out.toString();
  }

  private void element(Marked here, Optional<Marked.Access> around, int depth) {
    boolean differs = !around.equals(Optional.of(here.access()));
    String indent = " ".repeat(2 * depth);
    if (how == How.TEXT && differs) {
      out.append(around.isEmpty() ? "" : indent + "\n").append(indent);
      out.append("vvv---[ ").append(label(here.access())).append(" ]---vvv\n");
    }
    String tag = opening(here, how == How.NAMESPACE && differs, around.isEmpty());
    String name = tag.substring(1).split("[ />]", 2)[0];
    boolean empty = here.children().isEmpty() && here.element().text().isEmpty();
    out.append(indent).append(colour(here.access()));
    if (empty) {
      out.append(tag).append("/>").append(reset()).append('\n');
      return;
    }
    out.append(tag).append('>');
    if (here.element().text().isEmpty()) {
      out.append('\n');
      here.children().forEach(child -> element(child, Optional.of(here.access()), depth + 1));
      out.append(indent);
    } else {
      String whole = Xml.write(here.element().withChildren(ImmutableList.of()));
      out.append(whole, whole.indexOf('>') + 1, whole.lastIndexOf('<'));
    }
    out.append(colour(here.access())).append("</").append(name).append('>');
    out.append(reset()).append('\n');
  }

  /** The start of a tag, without its end. */
  private static String opening(Marked here, boolean prefixed, boolean outermost) {
    String tag =
        Xml.write(here.element().withChildren(ImmutableList.of()).toBuilder().text("").build());
    String start = tag.substring(1, tag.length() - "/>".length());
    StringBuilder made = new StringBuilder("<");
    if (prefixed) {
      made.append(PREFIX).append(word(here.access())).append(':');
    }
    made.append(start);
    if (prefixed && outermost) {
      for (Marked.Access access : Marked.Access.values()) {
        String word = word(access);
        made.append(" xmlns:").append(PREFIX).append(word).append("=\"").append(NAMESPACES);
        made.append(word).append('"');
      }
    }
    return made.toString();
  }

  private String colour(Marked.Access access) {
    if (how != How.COLOR) {
      return "";
    }
    return switch (access) {
      case WRITABLE -> "\u001b[32m";
      case READABLE -> "\u001b[34m";
      case DENIED -> "\u001b[31m";
    };
  }

  private String reset() {
    return how == How.COLOR ? RESET : "";
  }

  private static String word(Marked.Access access) {
    return Ascii.toLowerCase(access.name());
  }

  private static String label(Marked.Access access) {
    return access == Marked.Access.DENIED ? "~DENIED~" : access.name();
  }
}
