package io.systole.kernel;

/**
 * A machine that is made of others. One step of the whole takes steps of its parts, which a trace
 * tells as well, so that each part can be checked against a specification of its own.
 */
public interface ComposedMachine<S, E, F> extends Machine<S, E, F> {

  /** Takes one step like {@link Machine#step}, and tells {@code parts} each step of a part. */
  Step<S, F> step(S state, E event, Parts parts);

  @Override
  default Step<S, F> step(S state, E event) {
    return step(state, event, Parts.UNHEARD);
  }

  /** Who hears of the steps of parts, in their order. */
  @FunctionalInterface
  interface Parts {

    /** For steps that nobody asked to see. */
    Parts UNHEARD = (part, event, pre, step) -> {};

    /**
     * A part has taken a step.
     *
     * @param part its name, which is that of its specification
     */
    void stepped(String part, Object event, Object pre, Step<?, ?> step);
  }
}
