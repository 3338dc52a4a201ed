package io.systole.refinement.cib;

import io.systole.protocol.cib.CibReplica;
import io.systole.refinement.spec.GraphCheck;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Replicas have the states and the edges of the models of {@code spec/cib}, and no others. */
class CibGraphTest {

  @TestFactory
  Stream<DynamicTest> sameGraphs() {
    return GraphCheck.sameGraphs(
        "cib",
        bounds ->
            new CibComposition(
                CibBounds.of(bounds), new CibReplica(bounds.number("MaxProposals"))));
  }
}
