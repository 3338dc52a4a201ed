package io.systole.scheduler.simulate;

import com.google.common.collect.ImmutableMap;
import io.systole.scheduler.state.ClusterState;
import io.systole.scheduler.state.Digests;
import io.systole.scheduler.state.Node;
import io.systole.scheduler.state.Resource;
import io.systole.xml.Element;
import java.util.Map;

/**
 * The outcome of a simulated operation, and the entries of the history that it leaves.
 *
 * @param parameters what the agent was given
 * @param expectedRc the result that means success
 * @param migration names of the source and the target of a migration; empty for anything else
 * @param notified what a notification is about, such as {@code pre_notify_start}; else empty
 */
record OperationResult(
    String task,
    long intervalMillis,
    int rc,
    int expectedRc,
    Map<String, String> parameters,
    Map<String, String> migration,
    String notified,
    long nowEpochSeconds) {

  private static final String FEATURES = "3.20.5";
  private static final int NOT_RUNNING = 7;
  private static final String NOBODY = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

  /** The result that an administrator asks for, of an operation that should have succeeded. */
  static OperationResult injected(
      OperationSpec spec, ClusterState cluster, Resource resource, Node node) {
    boolean probe = spec.task().equals("monitor") && spec.intervalMillis() == 0;
    Map<String, String> parameters =
        new Digests(cluster, container -> null)
            .parameters(resource, node, spec.task(), spec.intervalMillis());
    return new OperationResult(
        spec.task(),
        spec.intervalMillis(),
        spec.rc(),
        probe ? NOT_RUNNING : 0,
        parameters,
        ImmutableMap.of(),
        "",
        cluster.now());
  }

  /** Writes it into a history as an executor would. */
  void record(StatusDraft.HistoryDraft history) {
    String resource = history.resource();
    int call = history.nextCall();
    if (!notified.isEmpty()) {
      history.put(entry(resource + "_" + notified + "_0", resource + "_notify_0", call));
      return;
    }
    boolean migrates = task.startsWith("migrate_");
    boolean failed = rc != expectedRc;
    String key = resource + "_" + task + "_" + intervalMillis;
    if (!migrates && failed) {
      history.put(entry(resource + "_last_failure_0", key, call));
      if (intervalMillis > 0) {
        return;
      }
    }
    boolean ownEntry = migrates || (intervalMillis > 0 && !failed);
    history.put(entry(ownEntry ? key : resource + "_last_0", key, call));
  }

  private Element entry(String id, String key, int call) {
    String transition = call + ":-1:" + expectedRc + ":" + NOBODY;
    Element.Builder entry =
        Element.builder("lrm_rsc_op")
            .attributes("id", id, "operation_key", key, "operation", task)
            .attributes("crm-debug-origin", "crm_simulate", "crm_feature_set", FEATURES)
            .attributes("transition-key", transition)
            .attributes("transition-magic", "0:" + rc + ";" + transition)
            .attribute("exit-reason", "")
            .attribute("call-id", call)
            .attribute("rc-code", rc)
            .attribute("op-status", 0)
            .attribute("interval", intervalMillis)
            .attribute("last-rc-change", nowEpochSeconds)
            .attributes("exec-time", "0", "queue-time", "0")
            .attributes(migration);
    return entry.attribute("op-digest", Digests.digest(parameters)).build();
  }
}
