package io.systole.cluster;

import java.util.List;
import java.util.function.BooleanSupplier;

/** A cluster of one kind of engine that a test can hurt. */
public interface EngineHarness extends AutoCloseable {

  /** Boots a node and gives the engine of a process on it. */
  ClusterEngine start(String node) throws EngineException;

  /** Ends a node without a farewell. */
  void crash(String node);

  /** Parts the nodes. */
  void partition(List<List<String>> parts);

  void heal();

  /** Cuts the process off from its engine, for a reason that the engine finds. */
  void cutOff(String node);

  /**
   * Waits until {@code condition} holds.
   *
   * @throws AssertionError naming {@code what} if that takes too long
   */
  void await(String what, BooleanSupplier condition);

  @Override
  void close();
}
