package io.systole.simulation;

import com.google.common.collect.ImmutableList;
import java.util.function.Predicate;

/**
 * Makes a list that fails smaller, as long as it fails: first large parts are left out and then
 * smaller ones (A. Zeller and R. Hildebrandt, "Simplifying and Isolating Failure-Inducing Input",
 * 2002). Of what is left in the end nothing can be left out alone, unless the attempts ran out.
 *
 * @param <T> items
 */
final class Shrinker<T> {

  private final Predicate<ImmutableList<T>> fails;
  private int attempts;

  /**
   * @param fails whether these alone fail
   * @param attempts how often that may be tried
   */
  Shrinker(Predicate<ImmutableList<T>> fails, int attempts) {
    this.fails = fails;
    this.attempts = attempts;
  }

  /** What is left of items that fail all together. */
  ImmutableList<T> shrink(ImmutableList<T> all) {
    ImmutableList<T> left = stillFails(ImmutableList.of()) ? ImmutableList.of() : all;
    int parts = 2;
    while (left.size() > 1 && attempts > 0) {
      ImmutableList<T> smaller = withoutAPart(left, parts);
      if (smaller.size() < left.size()) {
        left = smaller;
        parts = Math.max(2, parts - 1);
      } else if (parts < left.size()) {
        parts = Math.min(left.size(), 2 * parts);
      } else {
        break;
      }
    }
    return left;
  }

  /** The first that still fails without one of so many parts, or all. */
  private ImmutableList<T> withoutAPart(ImmutableList<T> items, int parts) {
    for (int part = 0; part < parts; part++) {
      ImmutableList<T> rest =
          ImmutableList.<T>builder()
              .addAll(items.subList(0, items.size() * part / parts))
              .addAll(items.subList(items.size() * (part + 1) / parts, items.size()))
              .build();
      if (stillFails(rest)) {
        return rest;
      }
    }
    return items;
  }

  private boolean stillFails(ImmutableList<T> items) {
    return attempts-- > 0 && fails.test(items);
  }
}
