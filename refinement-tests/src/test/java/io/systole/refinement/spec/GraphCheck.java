package io.systole.refinement.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.systole.refinement.graph.Bounds;
import io.systole.refinement.graph.Composition;
import io.systole.refinement.graph.Explorer;
import io.systole.refinement.graph.GraphComparer;
import io.systole.refinement.graph.GraphDifference;
import io.systole.refinement.graph.StateGraph;
import io.systole.refinement.manifest.Configuration;
import io.systole.refinement.manifest.Manifest;
import io.systole.refinement.manifest.ModelRun;
import io.systole.refinement.tlc.TlcException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The comparison of a protocol's graphs, one test a model. */
public final class GraphCheck {

  private GraphCheck() {}

  /**
   * Tests that the code has the graphs of the specification.
   *
   * @param code the machines within the bounds of a model
   */
  public static Stream<DynamicTest> sameGraphs(
      String protocol, Function<Bounds, Composition<?>> code) {
    Manifest manifest = Specs.manifest(protocol);
    return manifest.graphs().entrySet().stream()
        .map(graph ->
            DynamicTest.dynamicTest(
                graph.getKey(), () -> same(manifest, graph.getKey(), graph.getValue(), code)));
  }

  private static void same(
      Manifest manifest, String model, long edges, Function<Bounds, Composition<?>> code)
      throws IOException, TlcException {
    StateGraph spec = ModelRun.spec(manifest, manifest.model(model)).graph();
    String config = Files.readString(manifest.folder().resolve(model + ".cfg"));
    Bounds bounds = new Bounds(Configuration.constants(config));
    StateGraph ours = Explorer.explore(code.apply(bounds));
    assertEquals(
        "", GraphComparer.compare(spec, ours).map(GraphDifference::toString).orElse(""), model);
    assertEquals(spec.size(), ours.size(), () -> "states of " + model);
    assertEquals(edges, spec.edgeCount(), () -> "labelled edges of " + model);
  }
}
