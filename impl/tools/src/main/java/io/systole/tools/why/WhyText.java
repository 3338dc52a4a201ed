package io.systole.tools.why;

import com.google.common.base.Strings;
import io.systole.scheduler.preferences.Contribution;
import io.systole.scheduler.rules.Score;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.why.Explanation;
import io.systole.tools.Terminal;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import org.jspecify.annotations.Nullable;

/** An explanation as text: the answer, the scores of each node, and what decided. */
final class WhyText {

  private static final int SCORE_WIDTH = 9;
  private static final String OUT = "out";

  private final Terminal terminal;
  private final StringBuilder text = new StringBuilder();

  WhyText(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * Writes it.
   *
   * @param on the node that was asked about, or null for all
   */
  String write(Explanation explanation, @Nullable Node on) {
    boolean first = true;
    for (String sentence : explanation.answer()) {
      line(first ? terminal.bold(sentence) : sentence);
      first = false;
    }
    explanation.tables().forEach(table -> table(table, on));
    if (!explanation.elements().isEmpty()) {
      line("");
      line(terminal.bold("What decided, in the configuration:"));
      explanation.elements().forEach(this::element);
    }
    return text.toString();
  }

  private void line(String words) {
    text.append(words).append('\n');
  }

  private void table(Explanation.Table table, @Nullable Node on) {
    line("");
    line(terminal.bold("Scores of " + table.resource() + ":"));
    int width = 0;
    for (Explanation.Row row : table.rows()) {
      width = Math.max(width, row.node().length());
    }
    for (Explanation.Row row : table.rows()) {
      if (on == null || row.chosen() || row.node().equals(on.name())) {
        row(row, width);
      }
    }
  }

  private void row(Explanation.Row row, int width) {
    String total = row.allowed() ? Score.text(row.total()) : OUT;
    String remark = remark(row);
    String head =
        "  "
            + Strings.padEnd(row.node(), width, ' ')
            + Strings.padStart(total, SCORE_WIDTH + 2, ' ');
    line(row.chosen() ? terminal.good(head + remark) : head + remark);
    for (Contribution part : row.contributions()) {
      String sign = part.score() > 0 ? "+" : "";
      String score = Strings.padStart(sign + Score.text(part.score()), SCORE_WIDTH + 2, ' ');
      String element = part.element().isEmpty() ? "" : "  (" + part.element() + ")";
      line("  " + " ".repeat(width) + score + "  " + part.reason() + element);
    }
  }

  private static String remark(Explanation.Row row) {
    if (row.chosen()) {
      return "  <- chosen";
    }
    if (!row.condition().isEmpty()) {
      return "  the node " + row.condition();
    }
    return row.allowed() ? "" : "  no location constraint allows it, as the cluster asks for";
  }

  private void element(Element element) {
    Xml.writeIndented(element)
        .lines()
        .filter(each -> !each.startsWith("<?xml"))
        .forEach(each -> line("  " + each));
  }
}
