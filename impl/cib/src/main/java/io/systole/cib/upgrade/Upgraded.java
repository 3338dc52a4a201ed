package io.systole.cib.upgrade;

import com.google.common.collect.ImmutableList;
import io.systole.xml.Element;

/**
 * What an upgrade gave.
 *
 * @param original as it was given
 * @param result valid by the newest grammar; the original itself if it needed no change
 * @param changes one line each for the administrator, in the order in which they were made
 * @param text the result as people read it, with the comments that the original had
 */
public record Upgraded(
    Element original, Element result, ImmutableList<Change> changes, String text) {

  /**
   * One change.
   *
   * @param step that made it, by what it does
   * @param text which element, and what was done
   */
  public record Change(String step, String text) {

    @Override
    public String toString() {
      return text;
    }
  }

  public boolean isChanged() {
    return !original.equals(result);
  }
}
