package io.systole.simulation;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.systole.cluster.inprocess.VirtualTime;
import io.systole.kernel.NodeName;
import io.systole.kernel.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;

/**
 * What happened last, for a person to read, and a hash over all that happened, by which two runs
 * are compared.
 */
final class Story {

  private static final int LONGEST_LINE = 400;

  private final VirtualTime time;
  private final int kept;
  private final boolean hashed;
  private final Deque<Line> lines = new ArrayDeque<>();
  private final Hasher hasher = Hashing.sha256().newHasher();
  private long count;

  /**
   * @param kept how many lines are kept for the reader
   * @param hashed whether every event is put into words, which costs as much as the run itself
   */
  Story(VirtualTime time, int kept, boolean hashed) {
    this.time = time;
    this.kept = kept;
    this.hashed = hashed;
  }

  /** Put into words only if somebody wants to read them. */
  private record Line(Duration at, String who, Object what, Optional<Refusal> refusal) {

    String text() {
      String said = who + " " + what + refusal.map(r -> " REFUSED " + r.name()).orElse("");
      String cut = said.length() > LONGEST_LINE ? said.substring(0, LONGEST_LINE) + "..." : said;
      return String.format(Locale.ROOT, "%10.4f %s", at.toNanos() / 1e9, cut);
    }
  }

  /** A machine took a step. */
  void stepped(NodeName node, String machine, Object event, Optional<Refusal> refusal) {
    add(new Line(time.now(), node + " " + machine, event, refusal));
  }

  /** Something happened in the world. */
  void told(String what) {
    add(new Line(time.now(), "--", what, Optional.empty()));
  }

  long count() {
    return count;
  }

  /** The last lines, oldest first. */
  String text() {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line.text()).append('\n'));
    return text.toString();
  }

  /** A hash over every line so far; zero if lines are not put into words. */
  String hash() {
    return hashed ? hasher.hash().toString() : "";
  }

  private void add(Line line) {
    count++;
    if (hashed) {
      hasher.putString(
          line.at() + line.who() + line.what() + line.refusal() + "\n", StandardCharsets.UTF_8);
    }
    lines.add(line);
    if (lines.size() > kept) {
      lines.remove();
    }
  }
}
