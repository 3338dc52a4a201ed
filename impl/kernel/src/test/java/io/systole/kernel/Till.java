package io.systole.kernel;

import static io.systole.kernel.Invariants.invariant;

/** The smallest machine that has all there is: a till that pays out and must not go below zero. */
public final class Till implements Machine<Till.State, Till.Event, Till.Effect> {

  /** What is in the till. */
  public record State(int amount) {}

  /** What happens to it. */
  public sealed interface Event {}

  public record PaidIn(int amount) implements Event {}

  public record Asked(int amount) implements Event {}

  public record Robbed() implements Event {}

  /** What it asks for. */
  public sealed interface Effect {}

  public record Write(int amount) implements Effect, Durable {}

  public record Tell(String whom, int amount) implements Effect, Sends {}

  /** Why it did nothing. */
  public enum No implements Refusal {
    TOO_MUCH
  }

  public static final Invariants<State> INVARIANTS =
      Invariants.of(
          invariant("NotBelowZero", s -> s.amount() >= 0),
          invariant("NotTooFull", s -> s.amount() <= 100));

  @Override
  public Step<State, Effect> step(State state, Event event) {
    return switch (event) {
      case PaidIn paid -> {
        State next = new State(state.amount() + paid.amount());
        yield Step.to(
            next,
            new Tell("owner", next.amount()),
            new Write(next.amount()),
            new Tell("bank", next.amount()));
      }
      case Asked asked when asked.amount() > state.amount() -> Step.refuse(state, No.TOO_MUCH);
      case Asked asked -> Step.to(new State(state.amount() - asked.amount()));
      case Robbed() -> Step.to(new State(-1));
    };
  }
}
