package io.systole.refinement.leadership;

import io.systole.refinement.spec.GraphCheck;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What controllers remember of who may lead, and its specification, have one graph. */
class LeadershipGraphTest {

  @TestFactory
  Stream<DynamicTest> sameGraphs() {
    return GraphCheck.sameGraphs(
        "leadership", bounds -> new LeadershipComposition(LeadershipBounds.of(bounds)));
  }
}
