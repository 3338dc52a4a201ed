package io.systole.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SuggestionsTest {

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
