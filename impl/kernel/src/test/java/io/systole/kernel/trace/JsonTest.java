package io.systole.kernel.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[1, -2.5e3 ,0]|[1,-2.5e3,0]",
        "{\"a\" : {} , \"b\":[ ]}|{\"a\":{},\"b\":[]}",
        " [true,false,null] |[true,false,null]",
        "\"\\u00e9\\/\\b\\f\"|\"é/\\u0008\\u000c\"",
      })
  void readsWhatIsJson(String text, String canonical) throws JsonException {
    assertEquals(canonical, Canonical.json(Json.parse(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":2}",
        "[1,]",
        "{a:1}",
        "01",
        "1 2",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\u0001\"",
        "nul!",
        "+1",
        "NaN",
        "[1}"
      })
  void refusesWhatIsNot(String text) {
    assertEquals(false, assertThrows(JsonException.class, () -> Json.parse(text)).atEnd());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[1", "{\"a\":", "\"abc", "tru", "\"\\", "{\"a\":1,"})
  void knowsATextThatWasCutOff(String text) {
    assertEquals(true, assertThrows(JsonException.class, () -> Json.parse(text)).atEnd());
  }

  @Test
  void refusesToNestWithoutEnd() {
    String deep = "[".repeat(1_000_000);
    var refused = assertThrows(JsonException.class, () -> Json.parse(deep));
    assertEquals("column 202: values lie more than 200 deep", refused.getMessage());
  }
}
