package io.systole.refinement.cib;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.NodeName;
import io.systole.refinement.bus.Names;
import io.systole.refinement.graph.Explorer;
import io.systole.refinement.graph.GraphComparer;
import io.systole.refinement.graph.GraphDifference;
import io.systole.refinement.graph.StateGraph;
import io.systole.refinement.tlc.TlcSpec;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Replicas have the states and the edges of the models of {@code spec/cib}, and no others. */
class CibGraphTest {

  private static final Names NAMES = Names.count(2);
  private static final ImmutableSortedSet<NodeName> FIRST =
      ImmutableSortedSet.of(NAMES.nodes().get(0));
  private static final ImmutableSortedSet<NodeName> SECOND =
      ImmutableSortedSet.of(NAMES.nodes().get(1));

  @Test
  void changes() throws Exception {
    same(
        "MCCib",
        new CibBounds(
            NAMES,
            2,
            false,
            ImmutableSortedSet.of("conf"),
            FIRST,
            SECOND,
            new CibBounds.Limits(1, 1, 1, 0, 0, 0)));
  }

  @Test
  void crashes() throws Exception {
    same(
        "MCCibCrash",
        new CibBounds(
            NAMES,
            2,
            false,
            ImmutableSortedSet.of("conf"),
            FIRST,
            FIRST,
            new CibBounds.Limits(1, 2, 1, 1, 0, 0)));
  }

  @Test
  void twoNodes() throws Exception {
    same(
        "MCCibTwoNode",
        new CibBounds(
            NAMES,
            1,
            true,
            ImmutableSortedSet.of("conf"),
            FIRST,
            FIRST,
            new CibBounds.Limits(1, 2, 1, 1, 0, 0)));
  }

  private static void same(String name, CibBounds bounds) throws Exception {
    StateGraph spec =
        new TlcSpec(Path.of("../spec/cib"), "MCCib", name, ImmutableList.of(Path.of("../spec/lib")))
            .graph();
    StateGraph code = Explorer.explore(new CibComposition(bounds));
    assertEquals("", GraphComparer.compare(spec, code).map(GraphDifference::toString).orElse(""));
  }
}
