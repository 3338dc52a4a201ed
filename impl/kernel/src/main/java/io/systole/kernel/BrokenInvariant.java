package io.systole.kernel;

/**
 * A machine reached a state that must never be. Nothing that this process says can be trusted any
 * more: whoever runs the machine stops the process, and with it the node's claim to anything.
 */
public final class BrokenInvariant extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public BrokenInvariant(String machine, NodeName node, Object event, Iterable<String> broken) {
    super(
        "machine "
            + machine
            + " on "
            + node
            + " broke "
            + String.join(", ", broken)
            + " at "
            + event
            + "; the process must stop");
  }
}
