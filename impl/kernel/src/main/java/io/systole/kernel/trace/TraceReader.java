package io.systole.kernel.trace;

import com.google.common.collect.ImmutableList;
import io.systole.kernel.trace.TraceProblem.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads a trace and checks what can be checked without a specification: the shape of each line,
 * that no line is gone or changed, that each machine's steps form a chain of states, and that no
 * message came from nowhere.
 */
public final class TraceReader {

  /** After so many problems the rest says nothing new. */
  public static final int MAX_PROBLEMS = 100;

  private final List<TraceProblem> problems = new ArrayList<>();
  private final Map<String, Last> machines = new TreeMap<>();
  private final Set<String> sent = new TreeSet<>();
  private final Set<String> senders = new TreeSet<>();
  private final Set<String> processes = new TreeSet<>();
  private final List<Unknown> unknown = new ArrayList<>();
  private boolean partial;
  private long line;
  private long steps;
  private long faultLines;

  private TraceReader() {}

  private record Unknown(long line, String message) {}

  private record Last(String seq, String post) {}

  /** Checks the lines of one trace, given without their ends. */
  public static TraceReport read(Iterable<String> lines) {
    return new TraceReader().readAll(lines.iterator());
  }

  private TraceReport readAll(Iterator<String> lines) {
    if (!lines.hasNext()) {
      problem(Kind.BAD_HEADER, "the trace is empty");
    }
    while (lines.hasNext() && problems.size() < MAX_PROBLEMS) {
      line++;
      String text = lines.next();
      try {
        checkLine(Json.parse(text));
      } catch (JsonException e) {
        boolean cut = e.atEnd() && !lines.hasNext();
        problem(cut ? Kind.TRUNCATED : Kind.NOT_JSON, String.valueOf(e.getMessage()));
      }
    }
    judgeUnknown();
    return new TraceReport(steps, faultLines, ImmutableList.copyOf(problems));
  }

  private void checkLine(Json json) {
    if (!(json instanceof Json.Members members)) {
      problem(Kind.BAD_SHAPE, "a line is an object");
    } else if (line == 1) {
      checkHeader(members);
    } else if (members.members().containsKey("fault")) {
      faultLines++;
      checkIndex(members);
      checkShape(members, TraceShape.FAULT);
    } else {
      steps++;
      checkIndex(members);
      if (checkShape(members, TraceShape.STEP)) {
        checkStep(members);
      }
    }
  }

  private void checkHeader(Json.Members header) {
    if (!header.get("v").equals(new Json.Decimal(Integer.toString(TraceHeader.VERSION)))) {
      problem(
          Kind.BAD_HEADER,
          "v is " + Canonical.json(header.get("v")) + " and not " + TraceHeader.VERSION);
    }
    partial =
        header.get("constants") instanceof Json.Members constants
            && constants.members().containsKey(TraceHeader.PART);
    for (String fault : TraceShape.HEADER.faults(header)) {
      problem(Kind.BAD_HEADER, fault);
    }
  }

  private boolean checkShape(Json.Members members, TraceShape shape) {
    ImmutableList<String> faults = shape.faults(members);
    faults.forEach(fault -> problem(Kind.BAD_SHAPE, fault));
    return faults.isEmpty();
  }

  private void checkIndex(Json.Members members) {
    String expected = Long.toString(line - 1);
    if (!members.get("i").equals(new Json.Decimal(expected))) {
      problem(
          Kind.BROKEN_INDEX, "i is " + Canonical.json(members.get("i")) + " and not " + expected);
    }
  }

  private void checkStep(Json.Members step) {
    String who = text(step, "node") + "/" + text(step, "machine");
    String incarnation = number(step, "incarnation");
    Last last = machines.get(who + "/" + incarnation);
    String seq = number(step, "seq");
    String pre = text(step, "pre");
    String post = text(step, "post");
    String expected = last == null ? "1" : Long.toString(Long.parseLong(last.seq()) + 1);
    if (!seq.equals(expected)) {
      problem(Kind.BROKEN_SEQUENCE, "seq of " + who + " is " + seq + " and not " + expected);
    } else if (last == null) {
      checkDigest(who, "initial", step, pre);
    } else if (!last.post().equals(pre)) {
      problem(Kind.BROKEN_CHAIN, who + " was left in " + last.post() + " and begins in " + pre);
    }
    checkDigest(who, "state", step, post);
    if (step.members().containsKey("refused") && !(pre.equals(post) && isEmpty(step, "effects"))) {
      problem(Kind.REFUSAL_WITH_EFFECT, who + " refused an event and acted on it");
    }
    checkMessages(step);
    processes.add(text(step, "node") + "/" + incarnation);
    machines.put(who + "/" + incarnation, new Last(seq, post));
  }

  private void checkDigest(String who, String field, Json.Members step, String digest) {
    String actual = Canonical.digest(step.get(field));
    if (!actual.equals(digest)) {
      problem(Kind.WRONG_DIGEST, who + ": " + field + " has digest " + actual + ", not " + digest);
    }
  }

  private void checkMessages(Json.Members step) {
    if (step.get("cause") instanceof Json.Members cause
        && cause.get("message") instanceof Json.Text(String message)
        && !sent.contains(message)) {
      unknown.add(new Unknown(line, message));
    }
    if (step.get("sends") instanceof Json.Items(ImmutableList<Json> sends)) {
      for (Json send : sends) {
        String message = Canonical.json(send);
        sent.add(message.substring(1, message.length() - 1));
        // Two processes of a node that started in one millisecond may use one name each.
        if (!senders.add(text(step, "machine") + " " + message)) {
          problem(Kind.MESSAGE_SENT_TWICE, message);
        }
      }
    }
  }

  /** What came from processes that this part of a trace does not have may be known there. */
  private void judgeUnknown() {
    for (Unknown received : unknown) {
      String[] id = received.message().split("/", -1);
      boolean elsewhere = partial && id.length > 1 && !processes.contains(id[0] + "/" + id[1]);
      if (!elsewhere) {
        problems.add(
            new TraceProblem(
                Kind.UNKNOWN_MESSAGE, received.line(), "nobody had sent " + received.message()));
      }
    }
    problems.sort(Comparator.comparingLong(TraceProblem::line));
  }

  private static boolean isEmpty(Json.Members step, String field) {
    return step.get(field) instanceof Json.Items(ImmutableList<Json> items) && items.isEmpty();
  }

  private static String text(Json.Members step, String field) {
    return step.get(field) instanceof Json.Text(String value) ? value : "";
  }

  private static String number(Json.Members step, String field) {
    return step.get(field) instanceof Json.Decimal(String text) ? text : "";
  }

  private void problem(Kind kind, String detail) {
    problems.add(new TraceProblem(kind, line, detail));
  }
}
