package io.systole.kernel.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSetMultimap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.Cause;
import io.systole.kernel.Epoch;
import io.systole.kernel.MessageId;
import io.systole.kernel.NodeName;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CanonicalTest {

  private static final NodeName A = new NodeName("a");

  private enum Colour {
    RED {
      @Override
      public String toString() {
        return "rot";
      }
    }
  }

  private record Hidden(Optional<Integer> one, ImmutableList<NodeName> nodes) {}

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of(A, "\"a\""),
        Arguments.of(new Epoch(3, A), "{\"number\":3,\"coordinator\":\"a\"}"),
        Arguments.of(
            new Cause.Received(new MessageId(A, 1, 2, 0)),
            "{\"type\":\"Received\",\"message\":\"a/1/2/0\"}"),
        Arguments.of(new Fault.Healed(), "{\"type\":\"Healed\"}"),
        Arguments.of(Colour.RED, "\"RED\""),
        Arguments.of(Duration.ofMillis(1500), "\"PT1.5S\""),
        Arguments.of(OptionalLong.empty(), "null"),
        Arguments.of(OptionalLong.of(4), "4"),
        Arguments.of(
            new Hidden(Optional.of(1), ImmutableList.of(A)), "{\"one\":1,\"nodes\":[\"a\"]}"),
        Arguments.of(
            ImmutableSortedMap.of(A, true, new NodeName("b"), false), "{\"a\":true,\"b\":false}"),
        Arguments.of(
            ImmutableSortedMap.of(new Epoch(1, A), ImmutableSortedSet.of(2, 1)),
            "[[{\"number\":1,\"coordinator\":\"a\"},[1,2]]]"),
        Arguments.of(ImmutableSetMultimap.of("k", 1, "k", 2), "{\"k\":[1,2]}"),
        Arguments.of(
            "\"\\\n\r\t\u0001\u007fé\ud83d\ude00",
            "\"\\\"\\\\\\n\\r\\t\\u0001\\u007fé\\ud83d\\ude00\""));
  }

  @ParameterizedTest
  @MethodSource("values")
  void writesAsTheFormatSays(Object value, String json) {
    assertEquals(json, Canonical.json(value));
  }

  @Test
  void refusesWhatHasNoTextOfItsOwn() {
    assertThrows(IllegalArgumentException.class, () -> Canonical.json(new Object()));
  }

  @Test
  void aDigestIsSixteenDigitsOfSha256() {
    // echo -n '"a"' | sha256sum
    assertEquals("ac8d8342bbb2362d", Canonical.digest("a"));
    assertNotEquals(Canonical.digest(new Epoch(1, A)), Canonical.digest(new Epoch(2, A)));
  }

  @Property
  void whatIsWrittenIsReadBackAndWrittenTheSame(
      @ForAll String text, @ForAll long number, @ForAll java.util.List<String> list)
      throws JsonException {
    String json = Canonical.json(ImmutableSortedMap.of(text, ImmutableList.of(number, list)));
    Json read = Json.parse(json);

    assertEquals(json, Canonical.json(read));
    if (read instanceof Json.Members(var members)) {
      assertEquals(ImmutableList.of(text), members.keySet().asList());
    }
  }
}
