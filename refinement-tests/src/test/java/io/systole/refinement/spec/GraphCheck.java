package io.systole.refinement.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.systole.refinement.graph.Bounds;
import io.systole.refinement.graph.Composition;
import io.systole.refinement.graph.Explorer;
import io.systole.refinement.graph.GraphComparer;
import io.systole.refinement.graph.GraphDifference;
import io.systole.refinement.graph.StateGraph;
import io.systole.refinement.manifest.Configuration;
import io.systole.refinement.manifest.Coverage;
import io.systole.refinement.manifest.Decisions;
import io.systole.refinement.manifest.Manifest;
import io.systole.refinement.manifest.Model;
import io.systole.refinement.manifest.ModelRun;
import io.systole.refinement.manifest.Mutants;
import io.systole.refinement.tlc.TlcException;
import io.systole.refinement.tlc.TlcSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The comparison of a protocol's graphs, one test a model; what their edges cover; and that the
 * comparison sees it when a guard of the specification is dropped.
 */
public final class GraphCheck {

  /**
   * Where graphs are kept that TLC has found, so that the code alone is walked; normally nowhere.
   */
  static final String KEPT = System.getProperty("systole.graphs", "");

  private static final ConcurrentHashMap<Path, TlcSpec.Walk> KNOWN = new ConcurrentHashMap<>();

  /** How many guards of a protocol are dropped; all of them in a nightly build. */
  private static final int GUARDS =
      Specs.NIGHTLY ? Integer.MAX_VALUE : Integer.getInteger("systole.guards", 1);

  private final Manifest manifest;
  private final BiFunction<String, Bounds, Composition<?>> code;
  private final Map<String, StateGraph> graphs = new TreeMap<>();

  private GraphCheck(Manifest manifest, BiFunction<String, Bounds, Composition<?>> code) {
    this.manifest = manifest;
    this.code = code;
  }

  /**
   * Tests that the code has the graphs of the specification, and that together they take every
   * action and every guard.
   *
   * @param code the machines within the bounds of a model
   */
  public static Stream<DynamicTest> sameGraphs(
      String protocol, Function<Bounds, Composition<?>> code) {
    return sameGraphs(protocol, (model, bounds) -> code.apply(bounds));
  }

  /**
   * The same for machines whose configuration is not in the bounds.
   *
   * @param code the machines of a model by its name, within its bounds
   */
  public static Stream<DynamicTest> sameGraphs(
      String protocol, BiFunction<String, Bounds, Composition<?>> code) {
    GraphCheck check = new GraphCheck(Specs.manifest(protocol), code);
    Stream<DynamicTest> comparisons =
        check
            .graphs()
            .map(graph ->
                DynamicTest.dynamicTest(
                    graph.getKey(), () -> check.same(graph.getKey(), graph.getValue())));
    // What only a graph of the night has counts in the night.
    boolean counted =
        check.graphs().count() == check.manifest.graphs().size()
            && check.graphs().noneMatch(graph -> graph.getValue() == Model.UNKNOWN);
    return counted && Specs.wantsAll() && KEPT.isEmpty()
        ? Stream.of(
                comparisons,
                Stream.of(DynamicTest.dynamicTest("coverage", check::coverage)),
                check.guards())
            .flatMap(Function.identity())
        : comparisons;
  }

  private Stream<Map.Entry<String, Long>> graphs() {
    return manifest.graphs().entrySet().stream()
        .filter(graph -> Specs.NIGHTLY || !manifest.model(graph.getKey()).nightly())
        .filter(graph -> Specs.wants(graph.getKey()));
  }

  private void same(String model, long edges) throws IOException, TlcException {
    TlcSpec.Walk walk = walked(model);
    assertEquals("", ModelRun.faults(manifest, manifest.model(model), walk), model);
    StateGraph spec = walk.graph();
    graphs.put(model, spec);
    String config = Files.readString(manifest.folder().resolve(model + ".cfg"));
    Bounds bounds = new Bounds(Configuration.constants(config));
    StateGraph ours = Explorer.explore(code.apply(model, bounds));
    assertEquals(
        "", GraphComparer.compare(spec, ours).map(GraphDifference::toString).orElse(""), model);
    assertEquals(spec.size(), ours.size(), () -> "states of " + model);
    if (edges != Model.UNKNOWN) {
      assertEquals(edges, spec.edgeCount(), () -> "labelled edges of " + model);
    }
  }

  private TlcSpec.Walk walked(String model) throws IOException, TlcException {
    TlcSpec spec = ModelRun.spec(manifest, manifest.model(model));
    if (KEPT.isEmpty()) {
      return spec.walk();
    }
    Path file = Path.of(KEPT).resolve(manifest.protocol() + "-" + model + "-" + texts(model));
    TlcSpec.Walk known = KNOWN.get(file);
    if (known == null) {
      known = spec.walkKeptIn(file);
      KNOWN.put(file, known);
    }
    return known;
  }

  /** Tells one text of a model from another. */
  private String texts(String model) throws IOException {
    Hasher hasher = Hashing.sha256().newHasher();
    for (Path folder : manifest.libraries()) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".tla")).sorted().toList()) {
          hasher.putUnencodedChars(Files.readString(file));
        }
      }
    }
    Path config = manifest.folder().resolve(model + ".cfg");
    return hasher.putUnencodedChars(Files.readString(config)).hash().toString();
  }

  /** Some guards, others for each text of the specification. */
  private Stream<DynamicTest> guards() {
    try {
      List<String> names = new ArrayList<>();
      for (String guard : new Mutants(manifest).guards().keySet()) {
        if (!manifest.unreached().containsKey(Decisions.row(guard))) {
          names.add(guard);
        }
      }
      Path machine = manifest.folder().resolve(manifest.machine() + ".tla");
      Collections.shuffle(names, new Random(Files.readString(machine).hashCode()));
      return names.stream()
          .limit(GUARDS)
          .sorted()
          .map(guard ->
              DynamicTest.dynamicTest("is seen when dropped: " + guard, () -> isSeen(guard)));
    } catch (IOException e) {
      throw new UncheckedIOException("no guards of " + manifest.machine(), e);
    }
  }

  /** Without the guard the graph differs, first in a step of an action in which it decides. */
  private void isSeen(String guard) throws IOException, TlcException {
    Decisions decisions = Decisions.of(manifest);
    String row = Decisions.row(guard);
    String model =
        graphs.entrySet().stream()
            .filter(graph -> graph.getValue().hasLabel(l -> decisions.ofEdge(l).contains(row)))
            .min(Comparator.comparingLong(graph -> graph.getValue().edgeCount()))
            .orElseThrow(() -> new AssertionError("no graph of those compared has " + row))
            .getKey();
    StateGraph known = Objects.requireNonNull(graphs.get(model));
    String seen = new Mutants(manifest).seenWithout(guard, model, known);
    assertTrue(
        decisions.actionsOf(guard).stream().anyMatch(action -> seen.contains(action + "(")),
        () -> guard + " was dropped in " + model + ", and the comparison says: " + seen);
  }

  private void coverage() throws IOException {
    Specs.covers(manifest, Coverage.ofGraphs(manifest, graphs.values()));
  }
}
