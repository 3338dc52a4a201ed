package io.systole.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SuggestionsTest {

  @ParameterizedTest
  @CsvSource({"web,web,0", "web,wbe,1", "web,wab,1", "web,we,1", "'',web,3", "status,statsu,1"})
  void countsEdits(String a, String b, int distance) {
    assertEquals(distance, Suggestions.distance(a, b));
    assertEquals(distance, Suggestions.distance(b, a));
  }

  @Test
  void namesTheNearestFirst() {
    assertEquals(
        List.of("node1", "node12"), Suggestions.near("node1", List.of("node12", "web", "node1")));
  }

  @Test
  void listsAllWhereNothingIsNear() {
    String sentence = Suggestions.sentence("database", List.of("web", "mail"));
    assertTrue(sentence.contains("mail, web"), sentence);
  }
}
