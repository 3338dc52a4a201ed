package io.systole.cluster.corosync;

import io.systole.cluster.ClusterEngine;
import io.systole.cluster.EngineException;
import io.systole.cluster.EngineHarness;
import io.systole.kernel.NodeName;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Nodes of the lab, each with a real Corosync and a process of ours. */
final class LabHarness implements EngineHarness {

  private static final Duration LONGEST = Duration.ofSeconds(60);

  private final Lab lab;
  private final List<String> names;
  private final TreeMap<String, RemoteEngine> engines = new TreeMap<>();
  private final List<String> cut = new ArrayList<>();

  LabHarness(Lab lab, List<String> names) throws IOException {
    this.lab = lab;
    this.names = names;
    lab.up(names.size(), names);
  }

  @Override
  public ClusterEngine start(String node) throws EngineException {
    lab.run("on", place(node));
    return startProcess(node);
  }

  /** Starts one more process on a node that runs. */
  RemoteEngine startProcess(String node) throws EngineException {
    try {
      Process process = lab.startJava(place(node), Probe.class.getName(), node);
      RemoteEngine engine = new RemoteEngine(new NodeName(node), process);
      engines.put(node, engine);
      return engine;
    } catch (IOException e) {
      throw new EngineException("no process on " + node, e);
    }
  }

  /** Returns once the node is dead, so that it can be switched on again. */
  @Override
  public void crash(String node) {
    lab.run("off", place(node));
  }

  /** Cables can be cut one by one, so all parts but one are a single node. */
  @Override
  public void partition(List<List<String>> parts) {
    for (List<String> part : parts) {
      if (part.size() == 1) {
        cut.add(place(part.getFirst()));
        lab.run("cut", place(part.getFirst()));
      }
    }
  }

  @Override
  public void heal() {
    cut.forEach(place -> lab.run("heal", place));
    cut.clear();
  }

  @Override
  public void cutOff(String node) {
    lab.run("exec", place(node), "sh", "-c", "kill -9 $(pidof corosync)");
  }

  /** Starts Corosync again on a node where it ended. */
  void restartCorosync(String node) {
    lab.run("start", place(node));
  }

  void run(String node, String command) {
    lab.run("exec", place(node), "sh", "-c", command);
  }

  @Override
  public void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("waited in vain for " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }

  @Override
  public void close() {
    engines.values().forEach(RemoteEngine::end);
    lab.down();
  }

  private String place(String node) {
    return "node" + (names.indexOf(node) + 1);
  }
}
