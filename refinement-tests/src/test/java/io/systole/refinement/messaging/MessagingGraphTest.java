package io.systole.refinement.messaging;

import io.systole.refinement.spec.GraphCheck;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The process groups and their specification have one graph. */
class MessagingGraphTest {

  @TestFactory
  Stream<DynamicTest> sameGraphs() {
    return GraphCheck.sameGraphs(
        "messaging", bounds -> new MessagingComposition(MessagingBounds.of(bounds)));
  }
}
