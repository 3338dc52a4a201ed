package io.systole.kernel;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/**
 * Where a {@link Runner} tells of every step. See {@code traces/FORMAT.md} for the written form.
 */
@FunctionalInterface
public interface Trace {

  /** For machines whose steps nobody asked to see. */
  Trace NONE = step -> {};

  void stepped(TracedStep step);

  /**
   * One step with all that is needed to check it against a specification.
   *
   * @param machine the machine's name, which is its specification's
   * @param incarnation of the process that runs the machine
   * @param seq from 1, per node, machine and incarnation
   * @param sends the ids of the messages among {@code effects}, in their order
   */
  record TracedStep(
      String machine,
      NodeName node,
      long incarnation,
      long seq,
      Object event,
      Cause cause,
      ImmutableList<MessageId> sends,
      Object pre,
      Object post,
      ImmutableList<?> effects,
      Optional<Refusal> refusal) {}
}
