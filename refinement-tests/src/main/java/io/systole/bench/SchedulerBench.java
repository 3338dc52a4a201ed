package io.systole.bench;

import com.google.common.collect.ImmutableList;
import io.systole.xml.XmlException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Measures our scheduler, warm in this process, and the field's tool, where it is installed, in
 * turn on the same inputs, and prints a table. Absolute times are noise on a machine that others
 * use; ratios and growth are not.
 */
public final class SchedulerBench {

  private static final Duration WARM = Duration.ofSeconds(4);
  private static final int MOST_WARMING = 100;

  /** Both clocks of CPU time have 10 ms, so a measurement must take many of these. */
  private static final double SAMPLE_SECONDS = 0.5;

  private static final double TOO_LONG_TO_REPEAT = 5;

  private final BenchOptions options;
  private final Optional<PeerRun> peer;
  private final PrintStream progress;

  /** The modes in which a rung was too much for the tool. */
  private final Set<String> tooMuch = new LinkedHashSet<>();

  private SchedulerBench(BenchOptions options, PrintStream progress) {
    this.options = options;
    this.progress = progress;
    this.peer = PeerRun.find().map(tool -> new PeerRun(tool, options.peerLimitSeconds()));
  }

  /** Exit status 64 says that an option is wrong. */
  public static void main(String... arguments) throws Exception {
    BenchOptions options;
    try {
      options = BenchOptions.parse(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(64);
      return;
    }
    SchedulerBench bench = new SchedulerBench(options, System.err);
    String result = bench.run();
    System.out.print(result);
    if (options.page().isPresent()) {
      MeasuredPage.write(options.page().get(), result);
    }
  }

  private String run() throws IOException, InterruptedException, XmlException {
    List<Measurement> measurements = new ArrayList<>();
    if (options.suite().isPresent()) {
      measurements.add(measure(suite(options.suite().get())));
    }
    if (options.generator().isPresent()) {
      Path folder = Files.createTempDirectory("systole-bench");
      try {
        for (Ladder.Rung rung : options.rungs()) {
          Workload workload = new Ladder(options.generator().get(), folder).make(rung);
          try {
            measurements.add(measure(workload));
          } finally {
            Ladder.remove(workload);
          }
        }
      } finally {
        Files.delete(folder);
      }
    }
    return machine() + "\n" + BenchTable.of(measurements);
  }

  private static Workload suite(Path folder) throws IOException {
    Path own = folder.resolve("xml");
    try (Stream<Path> inputs = Files.list(own)) {
      ImmutableList<Path> sorted =
          inputs
              .filter(path -> path.toString().endsWith(".xml"))
              .sorted()
              .collect(ImmutableList.toImmutableList());
      return new Workload("suite, " + sorted.size() + " inputs", "suite", 0, own, sorted);
    }
  }

  private Measurement measure(Workload workload)
      throws IOException, InterruptedException, XmlException {
    progress.println("measuring " + workload.name());
    OurRun.resetPeak();
    long before = OurRun.usedMegabytes();
    OurRun ours = OurRun.parse(workload);
    long held = OurRun.usedMegabytes() - before;
    int repeat = repeat(warm(ours));
    List<Double> seconds = new ArrayList<>();
    PeerSamples peers = new PeerSamples(workload);
    for (int run = 0; run < options.runs(); run++) {
      seconds.add(ours.schedule(repeat));
      peers.takeOne();
    }
    return new Measurement(
        workload,
        ours.parseSeconds(),
        Samples.of(seconds),
        held,
        OurRun.peakMegabytes(),
        peers.samples(),
        peers.megabytes);
  }

  /** Schedules until the compiler has done its work; returns what it took at last. */
  private static double warm(OurRun ours) {
    long start = System.nanoTime();
    double last = ours.schedule(1);
    for (int i = 1; i < MOST_WARMING; i++) {
      last = ours.schedule(1);
      if (System.nanoTime() - start > WARM.toNanos()) {
        return last;
      }
    }
    return last;
  }

  private static int repeat(double once) {
    return (int) Math.clamp(Math.ceil(SAMPLE_SECONDS / Math.max(once, 0.001)), 1, 50);
  }

  /** What the tool takes for one workload. */
  private final class PeerSamples {
    private final Workload workload;
    private final List<Double> seconds = new ArrayList<>();
    private long megabytes;
    private int repeat = 1;
    private boolean done;

    PeerSamples(Workload workload) {
      this.workload = workload;
      this.done = peer.isEmpty() || tooMuch.contains(workload.mode());
    }

    void takeOne() throws IOException, InterruptedException {
      if (done) {
        return;
      }
      if (seconds.isEmpty()) {
        Optional<PeerRun.Result> first = run();
        double once = first.map(PeerRun.Result::seconds).orElse(0.0);
        repeat = repeat(once);
        if (repeat == 1) {
          first.ifPresent(this::add);
          done |= once > TOO_LONG_TO_REPEAT;
          return;
        }
      }
      run().ifPresent(this::add);
    }

    private Optional<PeerRun.Result> run() throws IOException, InterruptedException {
      Optional<PeerRun.Result> result = peer.orElseThrow().schedule(workload, repeat);
      if (result.isEmpty()) {
        progress.println(
            "  the peer took more than " + options.peerLimitSeconds() + " s and was ended");
        tooMuch.add(workload.mode());
        done = true;
      }
      return result;
    }

    private void add(PeerRun.Result result) {
      seconds.add(result.seconds());
      megabytes = Math.max(megabytes, result.megabytes());
    }

    Optional<Samples> samples() {
      return seconds.isEmpty() ? Optional.empty() : Optional.of(Samples.of(seconds));
    }
  }

  private String machine() throws IOException, InterruptedException {
    Runtime runtime = Runtime.getRuntime();
    return "Java "
        + Runtime.version()
        + ", "
        + runtime.availableProcessors()
        + " processors, heap of at most "
        + (runtime.maxMemory() >> 20)
        + " MB. Peer: "
        + (peer.isPresent() ? peer.get().version() : "not installed")
        + ". "
        + options.runs()
        + " runs.\n";
  }
}
