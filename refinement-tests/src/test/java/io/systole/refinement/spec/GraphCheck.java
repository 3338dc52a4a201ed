package io.systole.refinement.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.systole.refinement.graph.Bounds;
import io.systole.refinement.graph.Composition;
import io.systole.refinement.graph.Explorer;
import io.systole.refinement.graph.GraphComparer;
import io.systole.refinement.graph.GraphDifference;
import io.systole.refinement.graph.StateGraph;
import io.systole.refinement.manifest.Configuration;
import io.systole.refinement.manifest.Coverage;
import io.systole.refinement.manifest.Manifest;
import io.systole.refinement.manifest.Model;
import io.systole.refinement.manifest.ModelRun;
import io.systole.refinement.tlc.TlcException;
import io.systole.refinement.tlc.TlcSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The comparison of a protocol's graphs, one test a model, and what their edges cover. */
public final class GraphCheck {

  private static final Path REPORTS = Path.of("target", "coverage");

  private final Manifest manifest;
  private final BiFunction<String, Bounds, Composition<?>> code;
  private final List<StateGraph> graphs = new ArrayList<>();

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
        check.manifest.graphs().entrySet().stream()
            .filter(graph -> Specs.wants(graph.getKey()))
            .map(graph ->
                DynamicTest.dynamicTest(
                    graph.getKey(), () -> check.same(graph.getKey(), graph.getValue())));
    boolean all =
        check.manifest.graphs().entrySet().stream()
            .allMatch(graph -> Specs.wants(graph.getKey()) && graph.getValue() != Model.UNKNOWN);
    return all
        ? Stream.concat(
            comparisons, Stream.of(DynamicTest.dynamicTest("coverage", check::coverage)))
        : comparisons;
  }

  private void same(String model, long edges) throws IOException, TlcException {
    TlcSpec.Walk walk = ModelRun.spec(manifest, manifest.model(model)).walk();
    assertEquals("", ModelRun.faults(manifest, manifest.model(model), walk), model);
    StateGraph spec = walk.graph();
    graphs.add(spec);
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

  private void coverage() throws IOException {
    Coverage coverage = Coverage.of(manifest, graphs);
    Files.createDirectories(REPORTS);
    Files.writeString(REPORTS.resolve(manifest.protocol() + ".txt"), coverage.text());
    Files.writeString(REPORTS.resolve(manifest.protocol() + ".html"), coverage.html());
    assertEquals(
        manifest.unreached().keySet().stream().sorted().toList(),
        coverage.missing(),
        () -> "what no graph of " + manifest.protocol() + " takes, and what its manifest says");
  }
}
