package io.systole.refinement.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.systole.kernel.trace.TraceProblem;
import io.systole.kernel.trace.TraceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A trace that was cut or tampered with is refused, by the name of what is wrong with it. */
class RejectedTracesTest {

  private static final Path TRACES = Path.of("..", "traces");

  @ParameterizedTest
  @EnumSource
  void isRefused(TraceProblem.Kind kind) throws IOException {
    String name = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    assertEquals(kind, problems(TRACES.resolve("rejected/" + name + ".ndjson")).get(0).kind());
  }

  @Test
  void anEmptyTraceIsRefused() throws IOException {
    TraceProblem problem = problems(TRACES.resolve("rejected/empty.ndjson")).get(0);
    assertEquals(TraceProblem.Kind.BAD_HEADER, problem.kind());
    assertTrue(problem.detail().contains("empty"), problem::detail);
  }

  /** What the rejected ones were made from is good. */
  @Test
  void theGoldenTraceIsNot() throws IOException {
    assertEquals(ImmutableList.of(), problems(TRACES.resolve("golden/till.ndjson")));
  }

  private static ImmutableList<TraceProblem> problems(Path trace) throws IOException {
    return TraceReader.read(Files.readAllLines(trace)).problems();
  }
}
