package io.systole.kernel.trace;

import com.google.common.collect.ImmutableList;
import io.systole.kernel.MessageId;
import io.systole.kernel.NodeName;
import io.systole.kernel.Trace;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Writes steps and faults as lines of JSON, in the order in which they are told. Not thread-safe:
 * who traces several event loops into one file gives it one line at a time.
 */
public final class TraceWriter implements Trace {

  private final Consumer<String> lines;
  private final Map<String, Last> last = new TreeMap<>();
  private long index;

  /** Writes the header; {@code lines} gets each line without its end. */
  public TraceWriter(TraceHeader header, Consumer<String> lines) {
    this.lines = lines;
    lines.accept(Canonical.json(header));
  }

  /** The state that a machine was left in, so that the next step need not digest it again. */
  private record Last(Object state, String digest) {}

  @Override
  public void stepped(TracedStep step) {
    StringBuilder out = new StringBuilder(1024);
    who(begin(out), step.node(), step.machine());
    out.append(",\"incarnation\":").append(step.incarnation());
    out.append(",\"seq\":").append(step.seq()).append(",\"action\":");
    Canonical.append(out, step.event().getClass().getSimpleName());
    out.append(",\"args\":");
    Canonical.appendArguments(out, step.event());
    out.append(",\"cause\":");
    Canonical.append(out, step.cause());
    out.append(",\"sends\":");
    Canonical.append(out, names(step.sends()));
    states(out, step);
    out.append(",\"effects\":");
    Canonical.append(out, step.effects());
    step.refusal().ifPresent(r -> out.append(",\"refused\":\"").append(r.name()).append('"'));
    lines.accept(out.append('}').toString());
  }

  public void fault(Fault fault) {
    StringBuilder out = new StringBuilder(128);
    begin(out).append(",\"fault\":");
    Canonical.append(out, fault.getClass().getSimpleName());
    out.append(",\"args\":");
    Canonical.appendArguments(out, fault);
    lines.accept(out.append('}').toString());
  }

  private void states(StringBuilder out, TracedStep step) {
    String key = step.node() + "/" + step.machine();
    Last known = last.get(key);
    boolean first = step.seq() == 1;
    String pre =
        !first && known != null && isSame(known.state(), step.pre())
            ? known.digest()
            : Canonical.digest(step.pre());
    out.append(",\"pre\":\"").append(pre).append('"');
    if (first) {
      out.append(",\"initial\":");
      Canonical.append(out, step.pre());
    }
    String state = Canonical.json(step.post());
    String post = isSame(step.post(), step.pre()) ? pre : Canonical.digestOfJson(state);
    last.put(key, new Last(step.post(), post));
    out.append(",\"post\":\"").append(post).append("\",\"state\":").append(state);
  }

  private StringBuilder begin(StringBuilder out) {
    index++;
    return out.append("{\"i\":").append(index);
  }

  private static void who(StringBuilder out, NodeName node, String machine) {
    out.append(",\"node\":");
    Canonical.append(out, node);
    out.append(",\"machine\":");
    Canonical.append(out, machine);
  }

  private static ImmutableList<String> names(ImmutableList<MessageId> ids) {
    return ids.stream().map(MessageId::toString).collect(ImmutableList.toImmutableList());
  }

  /** Identity is enough to save a digest, and comparing two states costs as much as one. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean isSame(Object one, Object other) {
    return one == other;
  }
}
