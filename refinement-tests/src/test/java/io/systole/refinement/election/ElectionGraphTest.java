package io.systole.refinement.election;

import io.systole.refinement.spec.GraphCheck;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The election's machine and its specification have one graph. */
class ElectionGraphTest {

  @TestFactory
  Stream<DynamicTest> sameGraphs() {
    return GraphCheck.sameGraphs(
        "election", bounds -> new ElectionComposition(ElectionBounds.of(bounds)));
  }
}
