package io.systole.refinement.manifest;

import com.google.common.collect.ImmutableList;

/**
 * A model of a protocol, with what TLC has to say of it.
 *
 * @param name of the configuration without its ending; may be in a folder below the protocol's
 * @param module the root module, in the same folder
 * @param holds whether it holds; otherwise {@code property} has to be violated
 * @param property what has to be violated; empty if the model holds
 * @param distinct how many states it has
 * @param edges how many steps TLC takes between them
 * @param depth the most states on a shortest path; of a model that is violated, the states of the
 *     behaviour that TLC shows
 * @param seconds after which the run counts as failed
 * @param nightly whether it is too large for every build
 * @param ends operators whose values are sets: what is in one leaves it in the end
 * @param settles operators whose values are true from some time on
 */
public record Model(
    String name,
    String module,
    boolean holds,
    String property,
    long distinct,
    long edges,
    int depth,
    int seconds,
    boolean nightly,
    ImmutableList<String> ends,
    ImmutableList<String> settles) {

  /** In place of a size or a count that is not known, and so not checked. */
  public static final long UNKNOWN = -1;

  /** Whether it says what happens in the end, which is decided on its graph. */
  public boolean isLive() {
    return !ends.isEmpty() || !settles.isEmpty();
  }

  /** Whether {@code operator} tells what has to come to be in the end. */
  boolean isLive(String operator) {
    return ends.contains(operator) || settles.contains(operator);
  }

  /** The same with one of the operators that say what has to come to be. */
  Model only(String operator) {
    return new Model(
        name,
        module,
        holds,
        property,
        distinct,
        edges,
        depth,
        seconds,
        nightly,
        keep(ends, operator),
        keep(settles, operator));
  }

  private static ImmutableList<String> keep(ImmutableList<String> operators, String operator) {
    return operators.contains(operator) ? ImmutableList.of(operator) : ImmutableList.of();
  }
}
