package io.systole.kernel.trace;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

/** A JSON value as it stands in a trace. Numbers keep their text and members their order. */
public sealed interface Json {

  record Missing() implements Json {}

  record Truth(boolean value) implements Json {}

  record Decimal(String text) implements Json {}

  record Text(String value) implements Json {}

  record Items(ImmutableList<Json> items) implements Json {}

  record Members(ImmutableMap<String, Json> members) implements Json {

    /** A member, or {@link Missing} where there is none. */
    public Json get(String name) {
      return members.getOrDefault(name, MISSING);
    }
  }

  Missing MISSING = new Missing();

  /**
   * Reads one value.
   *
   * @throws JsonException if the text is anything but one JSON value, with the place
   */
  static Json parse(String text) throws JsonException {
    return new JsonParser(text).document();
  }
}
