package io.systole.kernel.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateChangeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "1 | 1 | ''",
        "1 | 2 | state: 1 -> 2",
        "{\"a\":1,\"b\":2} | {\"a\":1,\"b\":3} | b: 2 -> 3",
        "{\"a\":{\"x\":1}} | {\"a\":{\"y\":1}} | a.x: 1 -> null; a.y: null -> 1",
        "{\"a\":[1,2]} | {\"a\":[1]} | a: [1,2] -> [1]",
        "{\"m\":{\"type\":\"A\",\"x\":1}} | {\"m\":{\"type\":\"B\",\"x\":1}}"
            + " | m: {\"type\":\"A\",\"x\":1} -> {\"type\":\"B\",\"x\":1}"
      })
  void theSmallestPartsThatDifferAreTold(String before, String after, String changes)
      throws JsonException {
    assertEquals(
        changes,
        StateChange.between(Json.parse(before), Json.parse(after)).stream()
            .map(StateChange::toString)
            .collect(Collectors.joining("; ")));
  }
}
