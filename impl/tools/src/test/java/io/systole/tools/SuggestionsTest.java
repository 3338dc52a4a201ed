package io.systole.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SuggestionsTest {

  @Test
  void namesTheNearestFirst() {
    assertEquals(
        "Did you mean node1 or node12?",
        Suggestions.sentence("node1", List.of("node12", "web", "node1")));
  }

  @Test
  void listsAllWhereNothingIsNear() {
    String sentence = Suggestions.sentence("database", List.of("web", "mail"));
    assertTrue(sentence.contains("mail, web"), sentence);
  }
}
