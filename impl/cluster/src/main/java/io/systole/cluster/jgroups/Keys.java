package io.systole.cluster.jgroups;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Reports, not too often, that somebody has another cluster key. */
final class Keys implements Seal.Listener {

  private static final Logger LOG = Logger.getLogger(Keys.class.getName());
  private static final long REPORT_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final JGroupsOptions options;
  private final AtomicLong lastReport = new AtomicLong(System.nanoTime() - REPORT_INTERVAL_NANOS);
  private volatile @Nullable InetSocketAddress refusedBy;

  Keys(JGroupsOptions options) {
    this.options = options;
  }

  /** A node that could not open what this one said, if one has told so. */
  Optional<InetSocketAddress> refusedBy() {
    return Optional.ofNullable(refusedBy);
  }

  @Override
  public void couldNotOpen(@Nullable InetSocketAddress from) {
    report(
        "a message"
            + (from == null ? "" : " from " + from)
            + " was not made with this cluster's key and is dropped;"
            + " if that is a node of the cluster, give it the same key-file");
  }

  @Override
  public void couldNotBeOpenedBy(@Nullable InetSocketAddress by) {
    if (by != null && isMember(by)) {
      refusedBy = by;
      report("the node at " + by + " has another cluster key; give all the same key-file");
    }
  }

  @Override
  public boolean isMember(InetSocketAddress address) {
    return options.members().containsValue(address);
  }

  private void report(String what) {
    long last = lastReport.get();
    long now = System.nanoTime();
    if (now - last >= REPORT_INTERVAL_NANOS && lastReport.compareAndSet(last, now)) {
      LOG.warning("node " + options.self() + ": " + what);
    }
  }
}
