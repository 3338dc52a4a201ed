package io.systole.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page in Markdown that ends with what was measured. */
final class MeasuredPage {

  /** What stands before what is measured. */
  private static final String MARK = "<!-- measured -->";

  private MeasuredPage() {}

  /**
   * Puts a result in place of the one that ends the page, or into a page of its own if there is
   * none.
   *
   * @throws IOException if the page has no place for it, or can't be written
   */
  static void write(Path page, String result) throws IOException {
    String text = Files.exists(page) ? Files.readString(page) : MARK + "\n";
    int mark = text.indexOf(MARK);
    if (mark < 0) {
      throw new IOException(page + " has no line " + MARK + " after which the result could go");
    }
    Files.writeString(page, text.substring(0, mark) + MARK + "\n\n" + result);
  }
}
