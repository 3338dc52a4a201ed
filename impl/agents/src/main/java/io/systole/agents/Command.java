package io.systole.agents;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * A program to be run in a process group of its own.
 *
 * @param argv the program's path and its arguments
 * @param environment added to what agents inherit, see {@link CommandRunner}
 * @param input all that it finds on its standard input
 * @param limits when it is ended, and how much of its output is kept
 */
public record Command(
    ImmutableList<String> argv,
    ImmutableSortedMap<String, String> environment,
    String input,
    Limits limits) {

  /** What a pipe holds on Linux: so much can be written to a process that reads nothing. */
  public static final int MAX_INPUT_BYTES = 65_536;

  /** Bytes of each output stream that are kept with a result. */
  public static final int KEPT_OUTPUT_BYTES = 65_536;

  /** Bytes of an agent's description that are read. */
  public static final int METADATA_BYTES = 1 << 20;

  /**
   * How long a command may take and how much of what it says is kept.
   *
   * @param timeout after which the whole process group is killed
   * @param keptBytes of each of its output streams
   */
  public record Limits(Duration timeout, int keptBytes) {

    public Limits {
      if (timeout.isNegative() || timeout.isZero()) {
        throw new IllegalArgumentException("a timeout is positive, but this is " + timeout);
      }
    }

    public static Limits of(Duration timeout) {
      return new Limits(timeout, KEPT_OUTPUT_BYTES);
    }
  }

  public Command {
    if (argv.isEmpty()) {
      throw new IllegalArgumentException("a command names a program");
    }
    int bytes = input.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_INPUT_BYTES) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "input of %d bytes is more than the %d that are passed on",
              bytes,
              MAX_INPUT_BYTES));
    }
  }
}
