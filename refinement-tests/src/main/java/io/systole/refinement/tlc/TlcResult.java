package io.systole.refinement.tlc;

import com.google.common.collect.ImmutableList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a run of the model checker came to.
 *
 * @param verdict what TLC found
 * @param property the invariant or property that does not hold, if TLC names it, else empty
 * @param distinct how many states were found
 * @param edges how many steps TLC took between them
 * @param depth the most states on a shortest path; if something is violated, the states of the
 *     behaviour that is shown
 * @param output all that TLC wrote
 */
public record TlcResult(
    Verdict verdict,
    String property,
    long distinct,
    long edges,
    int depth,
    ImmutableList<String> output) {

  /** What TLC found. */
  public enum Verdict {
    HOLDS,
    VIOLATES,
    /** The model is wrong in itself, or TLC failed; the output tells. */
    FAILED
  }

  private static final int SHOWN = 80;
  private static final Pattern HOLDS = Pattern.compile("Model checking completed\\. No error .*");
  private static final Pattern VIOLATED =
      Pattern.compile("(?:Error: )?(?:Invariant|Action property) (.+) is violated.*");
  private static final Pattern LIVENESS =
      Pattern.compile("(?:Error: )?Temporal properties were violated.*");
  private static final Pattern INITIAL =
      Pattern.compile("Finished computing initial states: ([0-9,]+) distinct states? .*");
  private static final Pattern STATES =
      Pattern.compile("([0-9,]+) states generated, ([0-9,]+) distinct states found.*");
  private static final Pattern DEPTH =
      Pattern.compile("The depth of the complete state graph search is (\\d+)\\.");
  private static final Pattern SHOWN_STATE = Pattern.compile("State (\\d+): .*");

  static TlcResult read(ImmutableList<String> output) {
    boolean violated =
        output.stream()
            .anyMatch(line -> VIOLATED.matcher(line).matches() || LIVENESS.matcher(line).matches());
    boolean holds = output.stream().anyMatch(line -> HOLDS.matcher(line).matches());
    Verdict verdict = violated ? Verdict.VIOLATES : holds ? Verdict.HOLDS : Verdict.FAILED;
    return new TlcResult(
        verdict,
        last(output, VIOLATED, 1),
        number(last(output, STATES, 2)),
        number(last(output, STATES, 1)) - number(last(output, INITIAL, 1)),
        Math.toIntExact(number(last(output, violated ? SHOWN_STATE : DEPTH, 1))),
        output);
  }

  /** What a group of the pattern is in the last line that matches; empty if none does. */
  private static String last(ImmutableList<String> output, Pattern pattern, int group) {
    String found = "";
    for (String line : output) {
      Matcher matcher = pattern.matcher(line);
      if (matcher.matches()) {
        found = matcher.group(group);
      }
    }
    return found;
  }

  private static long number(String text) {
    return text.isEmpty() ? 0 : Long.parseLong(text.replace(",", ""));
  }

  /** The end of the output, for a message of error. */
  public String tail() {
    return String.join("\n", output.subList(Math.max(0, output.size() - SHOWN), output.size()));
  }
}
