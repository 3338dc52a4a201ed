package io.systole.kernel;

import com.google.common.collect.ImmutableList;
import java.util.Map;
import java.util.TreeMap;

/**
 * Holds a machine's state, feeds it events, checks the invariants after each step and tells the
 * trace. Everything that runs a machine, in production, in simulation or in a test, runs it through
 * this class. Not thread-safe: one event loop owns it.
 */
public final class Runner<S, E, F> {

  private final String name;
  private final NodeName node;
  private final long incarnation;
  private final Machine<S, E, F> machine;
  private final Invariants<S> invariants;
  private final Trace trace;
  private final Map<String, Long> partSteps = new TreeMap<>();
  private S state;
  private long seq;
  private boolean checked;

  /**
   * @param name the machine's name in traces and messages of error
   * @param incarnation differs between two runs of the same process on the same node
   */
  public Runner(
      String name,
      NodeName node,
      long incarnation,
      Machine<S, E, F> machine,
      S initial,
      Invariants<S> invariants,
      Trace trace) {
    this.name = name;
    this.node = node;
    this.incarnation = incarnation;
    this.machine = machine;
    this.invariants = invariants;
    this.trace = trace;
    this.state = initial;
  }

  /**
   * Takes one step.
   *
   * @throws BrokenInvariant if the state that resulted must not be
   */
  @SuppressWarnings("ReferenceEquality") // the very state that was checked is meant, no equal one
  public Result<S, F> step(E event, Cause cause) {
    S pre = state;
    seq++;
    Step<S, F> step = take(pre, event);
    ImmutableList<MessageId> sends = sends(step.effects());
    trace.stepped(
        new Trace.TracedStep(
            name,
            node,
            incarnation,
            seq,
            event,
            cause,
            sends,
            pre,
            step.state(),
            step.effects(),
            step.refusal()));
    if (!checked || step.state() != pre) {
      ImmutableList<String> broken = invariants.broken(step.state());
      if (!broken.isEmpty()) {
        throw new BrokenInvariant(name, node, event, broken);
      }
      checked = true;
    }
    state = step.state();
    return new Result<>(step, sends);
  }

  /** A composed machine's parts tell their steps before the whole tells its own. */
  @SuppressWarnings("ReferenceEquality") // whether anybody listens
  private Step<S, F> take(S pre, E event) {
    return trace != Trace.NONE && machine instanceof ComposedMachine<S, E, F> composed
        ? composed.step(pre, event, this::partStepped)
        : machine.step(pre, event);
  }

  private void partStepped(String part, Object event, Object pre, Step<?, ?> step) {
    trace.stepped(
        new Trace.TracedStep(
            part,
            node,
            incarnation,
            partSteps.merge(part, 1L, Long::sum),
            event,
            new Cause.Local(name + " " + seq),
            ImmutableList.of(),
            pre,
            step.state(),
            step.effects(),
            step.refusal()));
  }

  /**
   * A step and the names of its messages.
   *
   * @param sends one id for each effect that is a {@link Sends}, in order
   */
  public record Result<S, F>(Step<S, F> step, ImmutableList<MessageId> sends) {}

  public S state() {
    return state;
  }

  private ImmutableList<MessageId> sends(ImmutableList<F> effects) {
    ImmutableList.Builder<MessageId> ids = ImmutableList.builder();
    int index = 0;
    for (F effect : effects) {
      if (effect instanceof Sends) {
        ids.add(new MessageId(node, incarnation, seq, index++));
      }
    }
    return ids.build();
  }
}
