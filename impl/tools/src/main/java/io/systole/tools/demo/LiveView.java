package io.systole.tools.demo;

import com.google.common.collect.ImmutableList;
import io.systole.tools.ClusterClient;
import io.systole.tools.Terminal;
import io.systole.tools.ToolException;
import io.systole.tools.local.LocalCluster;
import io.systole.tools.local.LocalLayout.LocalNode;
import io.systole.tools.status.ClusterStatus;
import io.systole.tools.status.StatusText;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The cluster as it is now, by way of whichever node answers: on a terminal the whole status, drawn
 * anew at each change, and a line a change elsewhere.
 */
final class LiveView {

  private static final long BETWEEN_NODES_MILLIS = 200;

  private final LocalCluster cluster;
  private final Terminal terminal;
  private final ImmutableList<String> hints;
  private final Chronicle chronicle;

  /**
   * @param hints lines that stand below the status
   */
  LiveView(LocalCluster cluster, Terminal terminal, ImmutableList<String> hints) {
    this.cluster = cluster;
    this.terminal = terminal;
    this.hints = hints;
    this.chronicle = new Chronicle(terminal);
  }

  /** Shows it until the thread is interrupted or the process ends. */
  void show() throws InterruptedException {
    if (!terminal.interactive()) {
      hints.forEach(terminal::line);
    }
    CountDownLatch never = new CountDownLatch(1);
    while (true) {
      for (LocalNode node : cluster.layout().nodes()) {
        show(node);
      }
      // The pause before the first node is asked again, if none answers.
      boolean _ = never.await(BETWEEN_NODES_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void show(LocalNode node) throws InterruptedException {
    CountDownLatch gone = new CountDownLatch(1);
    try (ClusterClient client = cluster.client(node)) {
      client.watchCib(cib -> draw(ClusterStatus.of(cib)), gone::countDown);
      gone.await();
    } catch (ToolException e) {
      // This one is off; the next one is asked.
      System.getLogger(LiveView.class.getName())
          .log(System.Logger.Level.DEBUG, "{0} does not answer: {1}", node.name(), e.getMessage());
    }
  }

  private synchronized void draw(ClusterStatus status) {
    if (!terminal.interactive()) {
      chronicle.update(status);
      return;
    }
    terminal.clear();
    new StatusText(terminal).lines(status).forEach(terminal::line);
    terminal.line("");
    hints.forEach(terminal::line);
    terminal.out().flush();
  }
}
