package io.systole.scheduler.simulate;

/** Something that was asked of a simulation cannot be done. */
public final class SimulationException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String remedy;

  SimulationException(String message, String remedy) {
    super(message);
    this.remedy = remedy;
  }

  /** What to do about it. */
  public String remedy() {
    return remedy;
  }
}
