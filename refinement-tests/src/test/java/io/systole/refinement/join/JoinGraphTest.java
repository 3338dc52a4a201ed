package io.systole.refinement.join;

import io.systole.refinement.spec.GraphCheck;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The join's machine and its specification have the same graphs. */
class JoinGraphTest {

  @TestFactory
  Stream<DynamicTest> sameGraphs() {
    return GraphCheck.sameGraphs("join", bounds -> new JoinComposition(JoinBounds.of(bounds)));
  }
}
