package io.systole.kernel;

import com.google.common.collect.ImmutableList;
import java.util.function.Predicate;

/**
 * What must be true of every state of a machine. Each protocol keeps its own in one class, a
 * condition a line, named as in its specification.
 */
public final class Invariants<S> {

  private final ImmutableList<Invariant<S>> all;

  private Invariants(ImmutableList<Invariant<S>> all) {
    this.all = all;
  }

  /**
   * One condition.
   *
   * @param name as in the specification
   */
  public record Invariant<S>(String name, Predicate<S> holds) {}

  @SafeVarargs
  @SuppressWarnings("varargs")
  public static <S> Invariants<S> of(Invariant<S>... all) {
    return new Invariants<>(ImmutableList.copyOf(all));
  }

  public static <S> Invariant<S> invariant(String name, Predicate<S> holds) {
    return new Invariant<>(name, holds);
  }

  public ImmutableList<String> names() {
    return all.stream().map(Invariant::name).collect(ImmutableList.toImmutableList());
  }

  /** The names of those that {@code state} breaks; empty for a good state. */
  public ImmutableList<String> broken(S state) {
    ImmutableList.Builder<String> broken = ImmutableList.builder();
    for (Invariant<S> invariant : all) {
      if (!invariant.holds().test(state)) {
        broken.add(invariant.name());
      }
    }
    return broken.build();
  }
}
