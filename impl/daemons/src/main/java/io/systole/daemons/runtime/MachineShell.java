package io.systole.daemons.runtime;

import com.google.common.collect.ImmutableList;
import io.systole.kernel.Cause;
import io.systole.kernel.Invariants;
import io.systole.kernel.Machine;
import io.systole.kernel.MessageId;
import io.systole.kernel.Runner;
import io.systole.kernel.Sends;
import io.systole.kernel.Step;
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

  private MachineShell(Runner<S, E, F> runner, Performer<F> performer) {
    this.runner = runner;
    this.performer = performer;
  }

  /**
   * A machine in a role, which tells its steps to a trace if the node is configured to.
   *
   * @throws RoleException if the trace can't be written
   */
  public static <S, E, F> MachineShell<S, E, F> open(
      RoleContext context, Parts<S, E, F> parts, Performer<F> performer) throws RoleException {
    return new MachineShell<>(runner(context, parts), performer);
  }

  /**
   * The same for a role that performs effects in a way of its own.
   *
   * @throws RoleException if the trace can't be written
   */
  public static <S, E, F> Runner<S, E, F> runner(RoleContext context, Parts<S, E, F> parts)
      throws RoleException {
    return new Runner<>(
        parts.name(),
        context.node(),
        context.incarnation(),
        parts.machine(),
        parts.initial(),
        parts.invariants(),
        Traces.open(context, parts.name()));
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
