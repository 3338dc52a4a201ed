package io.systole.daemons.runtime;

import com.google.common.collect.ImmutableList;
import io.systole.kernel.Cause;
import io.systole.kernel.Invariants;
import io.systole.kernel.Machine;
import io.systole.kernel.MessageId;
import io.systole.kernel.Runner;
import io.systole.kernel.Sends;
import io.systole.kernel.Step;
import io.systole.kernel.Trace;
import java.util.Iterator;
import java.util.Optional;

/**
 * A machine in its role: takes steps on the event loop and has their effects performed in order. A
 * broken invariant is thrown, which ends the process.
 */
public final class MachineShell<S, E, F> {

  private final Runner<S, E, F> runner;
  private final Performer<F> performer;

  /** Carries out an effect, without blocking, and without taking another step meanwhile. */
  @FunctionalInterface
  public interface Performer<F> {

    /**
     * Carries out one effect.
     *
     * @param id the message's name, for an effect that {@link Sends}
     */
    void perform(F effect, Optional<MessageId> id);
  }

  /**
   * A machine with what it begins in.
   *
   * @param name as in traces
   */
  public record Parts<S, E, F>(
      String name, Machine<S, E, F> machine, S initial, Invariants<S> invariants) {}

  public MachineShell(
      RoleContext context, Parts<S, E, F> parts, Trace trace, Performer<F> performer) {
    this.runner =
        new Runner<>(
            parts.name(),
            context.node(),
            context.incarnation(),
            parts.machine(),
            parts.initial(),
            parts.invariants(),
            trace);
    this.performer = performer;
  }

  public S state() {
    return runner.state();
  }

  /** Takes a step and has its effects performed. */
  public Step<S, F> step(E event, Cause cause) {
    Runner.Result<S, F> result = runner.step(event, cause);
    ImmutableList<F> effects = result.step().effects();
    Iterator<MessageId> ids = result.sends().iterator();
    for (F effect : effects) {
      performer.perform(
          effect, effect instanceof Sends ? Optional.of(ids.next()) : Optional.empty());
    }
    return result.step();
  }
}
