package io.systole.kernel.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceMergeTest {

  private static List<String> whole() throws IOException {
    return Files.readAllLines(Path.of("..", "..", "traces", "golden", "till.ndjson"));
  }

  private static List<String> of(String node) throws IOException {
    List<String> part = new ArrayList<>();
    part.add(
        whole().getFirst().replace("\"constants\":{}", "\"constants\":{\"part\":\"process\"}"));
    for (String line : whole()) {
      if (line.contains("\"node\":\"" + node + "\",\"machine\"")) {
        part.add(line.replaceFirst("\"i\":\\d+", "\"i\":" + part.size()));
      }
    }
    return part;
  }

  @Test
  void aMessageIsReceivedAfterItWasSentWhateverTheOrderOfTheFiles() throws Exception {
    for (List<List<String>> files : List.of(List.of(of("a"), of("b")), List.of(of("b"), of("a")))) {
      ImmutableList<String> merged = TraceMerge.merge(files);
      assertEquals(ImmutableList.of(), TraceReader.read(merged).problems());
      assertEquals(5, TraceReader.read(merged).steps());
    }
  }

  @Test
  void aPartIsGoodAloneThoughItHasMessagesOfOthers() throws IOException {
    assertEquals(ImmutableList.of(), TraceReader.read(of("b")).problems());
  }

  @Test
  void aMessageThatAPartShouldHaveIsMissed() throws Exception {
    List<String> tampered =
        of("a").stream()
            .map(line -> line.replace("\"sends\":[\"a/1/1/0\",", "\"sends\":["))
            .toList();
    assertEquals(
        ImmutableList.of(TraceProblem.Kind.UNKNOWN_MESSAGE),
        TraceReader.read(TraceMerge.merge(List.of(tampered, of("b")))).problems().stream()
            .map(TraceProblem::kind)
            .collect(ImmutableList.toImmutableList()));
  }

  @Test
  void whatWasReceivedOfAStepThatIsNotThereYetIsLeftOut() throws Exception {
    // When a's trace was read it had its header and its other incarnation's steps, and not the one
    // whose message b has got.
    List<String> b = of("b");
    List<String> early = new ArrayList<>(of("a").subList(0, 1));
    early.add(
        b.get(2).replace("\"node\":\"b\"", "\"node\":\"a\"").replace("\"seq\":2", "\"seq\":0"));
    ImmutableList<String> merged = TraceMerge.merge(List.of(early, b));
    assertEquals(
        0,
        merged.stream().filter(line -> line.contains("\"message\":\"a/1/1/0\"")).count(),
        () -> String.join("\n", merged));
  }

  @Test
  void nothingIsNoTrace() throws JsonException {
    assertEquals(ImmutableList.of(), TraceMerge.merge(List.of()));
  }
}
