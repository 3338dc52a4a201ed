package io.systole.scheduler.simulate;

import java.util.Collection;

/** Text as the field's tools lay it out: headed lists within lists. */
final class Bullets {

  private final StringBuilder text = new StringBuilder();
  private int depth;

  /** Begins a list; the outermost header stands alone on its line. */
  void begin(String header) {
    if (depth == 0) {
      text.append(header).append(":\n");
    } else {
      item(header + ":");
    }
    depth++;
  }

  void end() {
    depth--;
  }

  void item(String line) {
    text.append("  ".repeat(depth)).append("* ").append(line).append('\n');
  }

  /** A list on one line: {@code title: [ a b ]}; nothing if it is empty. */
  void row(String title, Collection<String> names) {
    if (!names.isEmpty()) {
      item(title + ": [ " + String.join(" ", names) + " ]");
    }
  }

  /** A line that belongs to no list. */
  void line(String words) {
    text.append(words).append('\n');
  }

  void blank() {
    text.append('\n');
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
