package io.systole.kernel.trace;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes one trace of several of one run, such as one of each process: in an order that agrees with
 * the order of each and in which no message is received before it was sent. Where that leaves a
 * choice, the traces go on by turns.
 *
 * <p>What makes no sense is left as it is, for {@link TraceReader} to say so. Traces of processes
 * that still run were read one after another, so that one may have received what another had not
 * yet sent when it was read: from there on the former is left out.
 */
public final class TraceMerge {

  private static final Pattern INDEX = Pattern.compile("\\A\\{\"i\":\\d+");

  private final List<Part> parts = new ArrayList<>();
  private final Set<String> sent = new TreeSet<>();
  private final Set<String> everSent = new TreeSet<>();
  private final Map<String, Long> lastSteps = new TreeMap<>();
  private final ImmutableList.Builder<String> lines = ImmutableList.builder();
  private long index;

  private TraceMerge() {}

  /** One trace, with how far it was taken over. */
  private static final class Part {
    final ImmutableList<Line> lines;
    int next;
    boolean cut;

    Part(ImmutableList<Line> lines) {
      this.lines = lines;
    }

    boolean isOver() {
      return cut || next == lines.size();
    }

    Line line() {
      return lines.get(next);
    }
  }

  /**
   * A step or a fault.
   *
   * @param awaits the message that led to it
   * @param sends messages by their IDs
   */
  private record Line(String text, Optional<String> awaits, ImmutableList<String> sends) {}

  /**
   * The lines of one trace that has the steps and faults of {@code traces}.
   *
   * @param traces each the lines of a trace, with its header
   * @throws JsonException if a line is not JSON, or no object
   */
  public static ImmutableList<String> merge(List<? extends List<String>> traces)
      throws JsonException {
    TraceMerge merge = new TraceMerge();
    List<Json.Members> headers = new ArrayList<>();
    for (List<String> trace : traces) {
      merge.add(trace, headers);
    }
    if (headers.isEmpty()) {
      return ImmutableList.of();
    }
    merge.lines.add(Canonical.json(header(headers)));
    merge.all();
    return merge.lines.build();
  }

  private void add(List<String> trace, List<Json.Members> headers) throws JsonException {
    ImmutableList.Builder<Line> part = ImmutableList.builder();
    boolean first = true;
    for (String text : trace) {
      if (!(Json.parse(text) instanceof Json.Members members)) {
        throw new JsonException(1, false, "a line of a trace is an object");
      }
      if (first) {
        headers.add(members);
      } else {
        part.add(line(text, members));
      }
      first = false;
    }
    parts.add(new Part(part.build()));
  }

  private Line line(String text, Json.Members members) {
    Optional<String> awaits =
        members.get("cause") instanceof Json.Members cause
                && cause.get("message") instanceof Json.Text(String message)
            ? Optional.of(message)
            : Optional.empty();
    ImmutableList.Builder<String> sends = ImmutableList.builder();
    if (members.get("sends") instanceof Json.Items(ImmutableList<Json> items)) {
      for (Json item : items) {
        if (item instanceof Json.Text(String id)) {
          sends.add(id);
          everSent.add(id);
        }
      }
    }
    if (members.get("node") instanceof Json.Text(String node)
        && members.get("incarnation") instanceof Json.Decimal(String incarnation)
        && members.get("seq") instanceof Json.Decimal(String seq)) {
      lastSteps.merge(node + "/" + incarnation, number(seq), Math::max);
    }
    return new Line(text, awaits, sends.build());
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  private void all() {
    Optional<Part> next = next();
    while (next.isPresent()) {
      take(next.get());
      next = next();
    }
  }

  /** Whose turn it is: of those that wait for nothing, the one that is the least far. */
  private Optional<Part> next() {
    Optional<Part> ready = Optional.empty();
    Optional<Part> waiting = Optional.empty();
    for (Part part : parts) {
      if (part.isOver()) {
        continue;
      }
      Optional<String> awaits = part.line().awaits().filter(id -> !sent.contains(id));
      if (awaits.filter(this::isAfterTheEnd).isPresent()) {
        part.cut = true;
      } else if (awaits.filter(everSent::contains).isPresent()) {
        waiting = waiting.or(() -> Optional.of(part));
      } else if (ready.filter(other -> other.next <= part.next).isEmpty()) {
        ready = Optional.of(part);
      }
    }
    if (ready.isPresent() || waiting.isEmpty()) {
      return ready;
    }
    if (parts.stream().noneMatch(part -> part.cut)) {
      return waiting;
    }
    // What they wait for was sent by a step that is left out.
    parts.forEach(part -> part.cut = true);
    return Optional.empty();
  }

  /** Whether a process sent the message after its trace was read. */
  private boolean isAfterTheEnd(String id) {
    String[] parts = id.split("/", -1);
    if (parts.length != 4) {
      return false;
    }
    Long last = lastSteps.get(parts[0] + "/" + parts[1]);
    return last != null && number(parts[2]) > last;
  }

  private void take(Part part) {
    Line line = part.line();
    part.next++;
    index++;
    Matcher old = INDEX.matcher(line.text());
    lines.add(old.find() ? old.replaceFirst("{\"i\":" + index) : line.text());
    sent.addAll(line.sends());
  }

  /** The first header, with the nodes and the specifications of all. */
  private static Json.Members header(List<Json.Members> headers) {
    Set<String> nodes = new TreeSet<>();
    Set<String> specs = new TreeSet<>();
    for (Json.Members header : headers) {
      if (header.get("nodes") instanceof Json.Items(ImmutableList<Json> items)) {
        for (Json item : items) {
          if (item instanceof Json.Text(String node)) {
            nodes.add(node);
          }
        }
      }
      if (header.get("spec") instanceof Json.Text(String spec)) {
        specs.add(spec);
      }
    }
    Map<String, Json> members = new LinkedHashMap<>(headers.getFirst().members());
    members.replace("spec", new Json.Text(String.join(" ", specs)));
    members.replace(
        "nodes",
        new Json.Items(
            nodes.stream().map(Json.Text::new).collect(ImmutableList.toImmutableList())));
    return new Json.Members(ImmutableMap.copyOf(members));
  }
}
