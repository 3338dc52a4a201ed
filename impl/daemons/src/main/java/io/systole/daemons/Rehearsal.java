package io.systole.daemons;

import io.systole.cluster.corosync.CorosyncEngine;

/**
 * Runs as {@link Systoled} does, and loads beforehand what a node with Corosync would. What was
 * loaded then goes into an archive of classes, from which daemons start faster.
 */
public final class Rehearsal {

  private Rehearsal() {}

  public static void main(String[] arguments) {
    CorosyncEngine.load();
    Systoled.main(arguments);
  }
}
