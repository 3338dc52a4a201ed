package io.systole.posix;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;

/** Signals to whole groups of processes, which Java's own handle of a process can't send. */
public final class Signals {

  private static final int SIGKILL = 9;

  private static final MethodHandle KILL =
      Library.standard().function("kill", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

  private Signals() {}

  /**
   * Kills all processes of a group.
   *
   * @param leader the process that leads it; above 1, since the group of 1 would be all that there
   *     are
   * @return whether there was one that this process may kill
   */
  public static boolean killGroup(long leader) {
    if (leader <= 1 || leader > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("no process " + leader + " leads a group of its own");
    }
    try {
      return (int) KILL.invokeExact((int) -leader, SIGKILL) == 0;
    } catch (Throwable e) {
      throw Library.broken("kill", e);
    }
  }
}
