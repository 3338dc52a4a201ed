package io.systole.bench;

import static com.google.common.base.Strings.lenientFormat;

import com.google.common.collect.ImmutableList;
import io.systole.cib.Cib;
import io.systole.cib.CibChange;
import io.systole.cib.CibEdit;
import io.systole.cib.CibException;
import io.systole.cib.EditResult;
import io.systole.cib.Patchset;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How many changes of one attribute a CIB takes in a second, in memory and in one process that is
 * warm, and how that depends on its size. A change is applied as a replica applies it, with its
 * checks, and the new CIB's digest is taken; the patchset for subscribers is measured beside. Times
 * are CPU time of the whole process, collecting garbage and compiling included.
 *
 * <p>Options: {@code --page FILE} puts the table in place of the one that ends the page; {@code
 * --seconds N} measures each row N seconds.
 */
public final class CibBench {

  private static final int WARM_CHANGES = 20_000;

  /** Changes between two looks at the clock. */
  private static final int BATCH = 500;

  private static final ImmutableList<Integer> SIZES =
      ImmutableList.of(100_000, 1_000_000, 10_000_000);

  private CibBench() {}

  /** What is changed in turn. */
  enum What {
    STATUS("a node's attribute in the status"),
    CONFIGURATION("a value in the configuration");

    private final String words;

    What(String words) {
      this.words = words;
    }

    CibEdit edit(int resources, int number) {
      int one = Math.floorMod(number * 7919, resources);
      return switch (this) {
        case STATUS ->
            new CibEdit.Modify(
                "status",
                BenchCib.nodeState(one % BenchCib.NODES, Integer.toString(number)),
                false);
        case CONFIGURATION ->
            new CibEdit.Modify(
                "resources", BenchCib.parameter(one, Integer.toString(number)), false);
      };
    }
  }

  /** A row of the table. */
  record Row(String what, int bytes, int elements, double changesPerSecond, double patchMicros) {

    String line() {
      return lenientFormat(
          "| %s | %s | %s | %s | %s | %s |",
          what,
          String.format(Locale.ROOT, "%.1f", bytes / 1e6),
          elements,
          Math.round(changesPerSecond),
          String.format(Locale.ROOT, "%.1f", 1e6 / changesPerSecond),
          String.format(Locale.ROOT, "%.1f", patchMicros));
    }
  }

  public static void main(String[] args) throws IOException, CibException {
    Path page = null;
    double seconds = 3;
    for (int i = 0; i < args.length; i += 2) {
      if (i + 1 == args.length) {
        throw new IllegalArgumentException(args[i] + " has no value");
      }
      switch (args[i]) {
        case "--page" -> page = Path.of(args[i + 1]);
        case "--seconds" -> seconds = Double.parseDouble(args[i + 1]);
        default -> throw new IllegalArgumentException("there is no option " + args[i]);
      }
    }
    String table = table(measure(seconds));
    System.out.print(table);
    if (page != null) {
      MeasuredPage.write(page, table);
    }
  }

  static List<Row> measure(double seconds) throws CibException {
    List<Row> rows = new ArrayList<>();
    for (What what : What.values()) {
      for (int size : SIZES) {
        rows.add(measure(what, size, seconds));
      }
    }
    return rows;
  }

  static Row measure(What what, int bytes, double seconds) throws CibException {
    int resources = BenchCib.resourcesFor(bytes);
    Cib cib = BenchCib.of(resources);
    cib.digest();
    int number = 0;
    for (; number < WARM_CHANGES; number++) {
      cib = changed(cib, what.edit(resources, number));
    }
    long start = cpuNanos();
    long end = start + (long) (seconds * 1e9);
    int from = number;
    long now = start;
    while (now < end) {
      for (int i = 0; i < BATCH; i++) {
        cib = changed(cib, what.edit(resources, number++));
      }
      now = cpuNanos();
    }
    double perSecond = (number - from) / ((now - start) / 1e9);
    return new Row(
        what.words,
        Xml.write(cib.root()).length(),
        cib.root().size(),
        perSecond,
        patchMicros(cib, what, resources));
  }

  private static double patchMicros(Cib from, What what, int resources) {
    List<Cib> states = new ArrayList<>();
    states.add(from);
    for (int i = 1; i <= BATCH; i++) {
      states.add(changed(states.getLast(), what.edit(resources, -i)));
    }
    long spent = 0;
    int rounds = 60;
    for (int round = 0; round < rounds; round++) {
      long start = cpuNanos();
      for (int i = 0; i < BATCH; i++) {
        if (Patchset.between(states.get(i), states.get(i + 1)).changes().isEmpty()) {
          throw new IllegalStateException("a change has changed nothing");
        }
      }
      // The first rounds are for the compiler.
      spent += round < rounds / 2 ? 0 : cpuNanos() - start;
    }
    return spent / 1e3 / (BATCH * (rounds / 2));
  }

  /** What the whole process has used, so that garbage and compiling count and others do not. */
  private static long cpuNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }

  private static Cib changed(Cib cib, CibEdit edit) {
    return switch (CibChange.of(edit).applyTo(cib)) {
      case EditResult.Applied applied -> {
        applied.cib().digest();
        yield applied.cib();
      }
      case EditResult.Refused refused -> throw new IllegalStateException(refused.reason());
    };
  }

  private static String table(List<Row> rows) {
    StringBuilder table =
        new StringBuilder(
            """
            | changed | MB | elements | changes a second | µs a change | µs a patchset |
            | --- | --- | --- | --- | --- | --- |
            """);
    rows.forEach(row -> table.append(row.line()).append('\n'));
    return table.toString();
  }

  /** The CIBs that are measured. */
  private static final class BenchCib {

    static final int NODES = 32;

    /** What a resource takes in the XML, with its history. */
    private static final int BYTES = 705;

    private BenchCib() {}

    static int resourcesFor(int bytes) {
      return Math.max(1, bytes / BYTES);
    }

    static Cib of(int resources) throws CibException {
      Element.Builder nodes = Element.builder("nodes");
      for (int i = 0; i < NODES; i++) {
        nodes.child(Element.of("node", "id", Integer.toString(i), "uname", "node" + i));
      }
      Element.Builder configured = Element.builder("resources");
      List<Element.Builder> histories = new ArrayList<>();
      for (int i = 0; i < NODES; i++) {
        histories.add(Element.builder("lrm_resources"));
      }
      for (int i = 0; i < resources; i++) {
        configured.child(primitive(i));
        histories.get(i % NODES).child(history(i));
      }
      Element.Builder status = Element.builder("status");
      for (int i = 0; i < NODES; i++) {
        status.child(
            nodeState(i, "0")
                .plus(Element.of("lrm", "id", Integer.toString(i)).plus(histories.get(i).build())));
      }
      return Cib.of(
          Element.of("cib", "epoch", "1", "validate-with", "pacemaker-4.0")
              .plus(Element.of("configuration").plus(nodes.build()).plus(configured.build()))
              .plus(status.build()));
    }

    private static Element primitive(int i) {
      String id = "resource-" + i;
      return parameter(i, "0")
          .with("class", "ocf")
          .with("provider", "heartbeat")
          .with("type", "Dummy")
          .plus(
              Element.of("operations")
                  .plus(
                      Element.of(
                          "op", "id", id + "-monitor", "name", "monitor", "interval", "10s")));
    }

    static Element parameter(int i, String value) {
      String id = "resource-" + i;
      return Element.of("primitive", "id", id)
          .plus(
              Element.of("instance_attributes", "id", id + "-parameters")
                  .plus(
                      Element.of("nvpair", "id", id + "-state", "name", "state", "value", value)));
    }

    private static Element history(int i) {
      String key = i + ":1:0:0f3a9c55-d2b1-4e70-8d44-17f5c2a9be61";
      return Element.of("lrm_resource", "id", "resource-" + i, "class", "ocf", "type", "Dummy")
          .plus(
              Element.builder("lrm_rsc_op")
                  .attributes("id", "resource-" + i + "_last_0", "operation", "start")
                  .attributes("operation_key", "resource-" + i + "_start_0")
                  .attributes("transition-key", key, "transition-magic", "0:0;" + key)
                  .attributes("call-id", Integer.toString(i), "rc-code", "0", "op-status", "0")
                  .attributes("op-digest", "f2317cad3d54cec5d7d7aa7d0bf35cf8", "interval", "0")
                  .build());
    }

    static Element nodeState(int node, String value) {
      String id = Integer.toString(node);
      return Element.of("node_state", "id", id)
          .plus(
              Element.of("transient_attributes", "id", id)
                  .plus(
                      Element.of("instance_attributes", "id", "status-" + id)
                          .plus(
                              Element.of(
                                  "nvpair",
                                  "id",
                                  "status-" + id + "-load",
                                  "name",
                                  "load",
                                  "value",
                                  value))));
    }
  }
}
