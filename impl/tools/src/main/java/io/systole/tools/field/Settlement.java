package io.systole.tools.field;

import io.systole.tools.ClusterClient;
import io.systole.tools.ExitCode;
import io.systole.tools.ToolException;
import io.systole.xml.Element;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Waits until a cluster has nothing left to do. */
final class Settlement {

  private Settlement() {}

  /**
   * Returns once the scheduler, asked with the CIB as it is, wants nothing to be done, and all
   * nodes have joined. What it wants changes with the CIB alone, so each change is a reason to ask
   * again, and nothing else is.
   */
  static void await(ClusterClient cluster, Duration longest) throws ToolException {
    BlockingQueue<Optional<Element>> changes = new LinkedBlockingQueue<>();
    cluster.watchCib(cib -> changes.add(Optional.of(cib)), () -> changes.add(Optional.empty()));
    long end = System.nanoTime() + longest.toNanos();
    while (true) {
      Element cib = latest(changes, end);
      if (!hasWork(cluster.schedule(cib)) && nobodyIsComing(cib)) {
        return;
      }
    }
  }

  private static Element latest(BlockingQueue<Optional<Element>> changes, long end)
      throws ToolException {
    try {
      Optional<Element> next = changes.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        throw new ToolException(
            ExitCode.TIMEOUT, "the cluster has still work to do", "See what with: crm_mon");
      }
      for (var newer = changes.poll(); newer != null; newer = changes.poll()) {
        next = newer;
      }
      return next.orElseThrow(() ->
          new ToolException(
              ExitCode.DISCONNECTED, "the CIB manager of this node has gone", "Try again."));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ToolException(ExitCode.ERROR, "interrupted", "");
    }
  }

  /** Pseudo actions alone change nothing. */
  private static boolean hasWork(Element graph) {
    return graph.descendants().anyMatch(element -> element.is("rsc_op") || element.is("crm_event"));
  }

  private static boolean nobodyIsComing(Element cib) {
    return cib.at("status").stream()
        .flatMap(status -> status.children("node_state").stream())
        .noneMatch(node ->
            node.attribute("crmd", "").equals("online")
                && !node.attribute("join", "").equals("member"));
  }
}
