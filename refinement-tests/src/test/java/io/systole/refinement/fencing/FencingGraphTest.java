package io.systole.refinement.fencing;

import io.systole.refinement.spec.GraphCheck;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Fencers have the states and the edges of the models of {@code spec/fencing}, and no others. */
class FencingGraphTest {

  @TestFactory
  Stream<DynamicTest> sameGraphs() {
    return GraphCheck.sameGraphs(
        "fencing",
        (model, bounds) -> new FencingComposition(FencingModels.of(model), FencingModels.BINDING));
  }
}
