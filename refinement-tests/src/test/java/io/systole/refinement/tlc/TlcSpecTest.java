package io.systole.refinement.tlc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A counter from 0 to 3 that may also stay, with claims of which some are wrong. */
class TlcSpecTest {

  private static final String COUNTER =
      """
      ---- MODULE Counter ----
      EXTENDS Integers
      VARIABLE n
      Init == n = 0
      Up(by) == n + by <= 3 /\\ n' = n + by
      Next == \\E by \\in {0, 1} : Up(by)
      Spec == Init /\\ [][Next]_n
      Fair == Spec /\\ WF_n(Up(1))
      Small == n < 4
      Smaller == n < 3
      Slow == [][n' - n < 2]_n
      Still == [][n' = n]_n
      Ends == <>(n = 3)
      ====
      """;

  @TempDir private Path folder;

  private TlcSpec spec(String configuration) throws IOException {
    Files.writeString(folder.resolve("Counter.tla"), COUNTER);
    Files.writeString(folder.resolve("Counter.cfg"), configuration);
    return new TlcSpec(folder, "Counter", "Counter", ImmutableList.of());
  }

  @ParameterizedTest
  @CsvSource({
    "INVARIANT Small, ''",
    "INVARIANT Smaller, Smaller",
    "PROPERTY Slow, ''",
    "PROPERTY Still, Still",
  })
  void aWalkSeesWhatDoesNotHoldAndAgreesWithACheck(String claim, String violated)
      throws IOException, TlcException {
    TlcSpec spec = spec("SPECIFICATION Spec\n" + claim + "\n");
    TlcSpec.Walk walk = spec.walk();
    assertEquals(
        violated.isEmpty() ? ImmutableSortedSet.of() : ImmutableSortedSet.of(violated),
        walk.violated());
    TlcResult result = spec.check(1);
    assertEquals(violated, result.property());
    if (violated.isEmpty()) {
      assertEquals(result.distinct(), walk.graph().size());
      assertEquals(result.edges(), walk.steps());
      assertEquals(result.depth(), walk.graph().depth());
    }
  }

  @Test
  void aWalkSeesWhereNothingCanBeDone() throws IOException, TlcException {
    TlcSpec spec = spec("INIT Init\nNEXT Once\n");
    Files.writeString(
        folder.resolve("Counter.tla"),
        COUNTER.replace("====", "Once == n < 2 /\\ n' = n + 1\n===="));
    assertEquals(ImmutableSortedSet.of("no step can be taken"), spec.walk().violated());
    assertEquals(TlcResult.Verdict.FAILED, spec.check(1).verdict(), "a deadlock is no property");
  }

  @Test
  void aWalkRefusesWhatOnlyTheWholeBehaviourTells() throws IOException {
    TlcSpec spec = spec("SPECIFICATION Fair\nPROPERTY Ends\n");
    TlcException refused = assertThrows(TlcException.class, spec::walk);
    assertTrue(
        String.valueOf(refused.getMessage()).contains("without a graph"), refused::getMessage);
  }
}
