package io.systole.scheduler.simulate;

import com.google.common.base.Strings;
import io.systole.scheduler.state.Role;
import io.systole.xml.Element;
import java.util.List;
import java.util.Locale;

/** One line of the transition summary: what becomes of a resource, or of a node. */
sealed interface Change {

  /** The line of a text display. */
  String text(Widths widths);

  Element xml();

  /** Columns that hold the longest entry. */
  record Widths(int resource, int details) {

    private static final int LEAST = 5;
    private static final int GAP = 2;

    static Widths of(List<Change> changes) {
      int resource = LEAST;
      int details = LEAST;
      for (Change change : changes) {
        if (change instanceof OfResource r) {
          int length = r.resource.length();
          resource = length > resource ? length + GAP : resource;
          details = Math.max(details, r.details().length());
        }
      }
      return new Widths(resource, details);
    }
  }

  /** What is done to a node: it is fenced. */
  record OfNode(String task, String node, String reason) implements Change {

    @Override
    public String text(Widths widths) {
      return task + " " + node + (reason.isEmpty() ? "" : " '" + reason + "'");
    }

    @Override
    public Element xml() {
      Element.Builder xml = Element.builder("node_action").attributes("task", task, "node", node);
      return (reason.isEmpty() ? xml : xml.attribute("reason", reason)).build();
    }
  }

  /**
   * What becomes of a resource.
   *
   * @param from the node on which it is, or the empty string
   * @param to the node on which it shall be, or the empty string
   * @param reason in plain words, or the empty string
   */
  record OfResource(
      String verb,
      String resource,
      String from,
      String to,
      Role role,
      Role nextRole,
      String reason,
      boolean blocked)
      implements Change {

    /** Where and in which role, before and after, as far as these differ. */
    String details() {
      boolean sameRole = role == nextRole;
      boolean sameNode = !from.isEmpty() && from.equals(to);
      if (from.isEmpty()) {
        return nextRole == Role.PROMOTED ? role.text() + " -> " + nextRole.text() + " " + to : to;
      }
      boolean named = role == Role.PROMOTED || role == Role.UNPROMOTED;
      if (to.isEmpty() || (sameRole && sameNode)) {
        return named ? role.text() + " " + from : from;
      }
      if (sameRole) {
        return from + " -> " + to + (named ? " " + role.text() : "");
      }
      if (sameNode) {
        return role.text() + " -> " + nextRole.text() + " " + from;
      }
      return role.text() + " " + from + " -> " + nextRole.text() + " " + to;
    }

    @Override
    public String text(Widths widths) {
      StringBuilder line = new StringBuilder();
      line.append(Strings.padEnd(verb, 8, ' ')).append("   ");
      line.append(Strings.padEnd(resource, widths.resource(), ' ')).append("   ( ");
      line.append(Strings.padStart(details(), widths.details(), ' ')).append(" )");
      if (!reason.isEmpty()) {
        line.append("  due to ").append(reason).append(blocked ? " (blocked)" : "");
      } else if (blocked) {
        line.append("  blocked");
      }
      return line.toString();
    }

    @Override
    public Element xml() {
      Element.Builder xml = Element.builder("rsc_action");
      xml.attributes("action", verb.toLowerCase(Locale.ROOT), "resource", resource);
      boolean roles = role == Role.PROMOTED || nextRole == Role.PROMOTED;
      if (roles) {
        xml.attributes("role", role.text(), "next-role", nextRole.text());
      }
      boolean moves = !from.isEmpty() && !to.isEmpty() && !from.equals(to);
      if (moves) {
        xml.attributes("source", from, "dest", to);
      } else {
        xml.attribute("node", from.isEmpty() ? to : from);
      }
      if (!reason.isEmpty()) {
        xml.attribute("reason", reason);
      }
      if (blocked) {
        xml.attribute("blocked", "true");
      }
      return xml.build();
    }
  }
}
