package io.systole.tools;

import java.io.Console;
import java.io.PrintStream;

/**
 * Where a command writes.
 *
 * @param out results
 * @param err progress and problems
 * @param interactive whether a person watches {@code out}, so that colour and redrawing help
 */
public record Terminal(PrintStream out, PrintStream err, boolean interactive) {

  /** The terminal of this process. Colour is left out where {@code NO_COLOR} asks for that. */
  @SuppressWarnings("SystemConsoleNull") // it is null again since Java 25 where there is none
  public static Terminal ofProcess() {
    Console console = System.console();
    boolean interactive =
        console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
    return new Terminal(System.out, System.err, interactive && System.getenv("NO_COLOR") == null);
  }

  /** Writes a line. */
  public void line(String text) {
    out.println(text);
  }

  public String bold(String text) {
    return styled("1", text);
  }

  public String good(String text) {
    return styled("32", text);
  }

  public String bad(String text) {
    return styled("31", text);
  }

  public String faint(String text) {
    return styled("2", text);
  }

  /** Empties the screen, where there is one. */
  public void clear() {
    if (interactive) {
      out.print("\u001b[H\u001b[2J");
    }
  }

  private String styled(String code, String text) {
    return interactive ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
