package io.systole.bench;

import com.google.common.collect.ImmutableList;
import io.systole.scheduler.Schedule;
import io.systole.scheduler.Scheduler;
import io.systole.scheduler.rules.Values;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import io.systole.xml.XmlLimits;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;

/** Schedules a workload in this process. Its CIBs are parsed once and scheduled again and again. */
final class OurRun {

  private static final XmlLimits LIMITS =
      new XmlLimits(Integer.MAX_VALUE - 8, XmlLimits.FILE.maxDepth(), 1024, 64_000_000);

  /** When a case without a time of its own is scheduled. */
  private static final long NOW = 1_790_000_000L;

  private final ImmutableList<Element> cibs;
  private final double parseSeconds;

  private OurRun(ImmutableList<Element> cibs, double parseSeconds) {
    this.cibs = cibs;
    this.parseSeconds = parseSeconds;
  }

  static OurRun parse(Workload workload) throws IOException, XmlException {
    Duration before = used();
    ImmutableList.Builder<Element> cibs = ImmutableList.builder();
    for (Path input : workload.inputs()) {
      try (InputStream document = Files.newInputStream(input)) {
        cibs.add(Xml.parse(document, LIMITS));
      }
    }
    return new OurRun(cibs.build(), seconds(used().minus(before)));
  }

  /** CPU seconds of the process, collections and compilation included. */
  double parseSeconds() {
    return parseSeconds;
  }

  /**
   * Schedules all, to the graph as XML.
   *
   * @param repeat how often
   * @return CPU seconds as above, for once
   */
  double schedule(int repeat) {
    Duration before = used();
    for (int i = 0; i < repeat; i++) {
      for (Element cib : cibs) {
        Schedule schedule = Scheduler.schedule(cib, time(cib));
        if (!schedule.graphXml().is("transition_graph")) {
          throw new IllegalStateException("the scheduler gave no graph");
        }
      }
    }
    return seconds(used().minus(before)) / repeat;
  }

  /** What the heap holds when it has been collected, in MB. */
  static long usedMegabytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1_000_000;
  }

  /** Forgets what the heap's peak was so far. */
  static void resetPeak() {
    System.gc();
    ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
  }

  /** The most that the heap held since {@link #resetPeak}, garbage included, in MB. */
  static long peakMegabytes() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .mapToLong(pool -> pool.getPeakUsage().getUsed())
            .sum()
        / 1_000_000;
  }

  private static long time(Element cib) {
    OptionalLong own = Values.leadingNumber(cib.attribute("execution-date", ""));
    return own.orElse(NOW);
  }

  /** CPU time of this process so far, that of the collector and the compiler included. */
  private static Duration used() {
    return ProcessHandle.current()
        .info()
        .totalCpuDuration()
        .orElseThrow(() -> new IllegalStateException("the system does not tell CPU times"));
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
