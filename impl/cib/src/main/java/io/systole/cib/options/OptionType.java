package io.systole.cib.options;

import io.systole.cib.FieldValues;
import io.systole.cib.rules.Dates;
import java.util.regex.Pattern;

/** What kinds of values options have, and which texts are values of each. */
public enum OptionType {
  FLAG("boolean", "true or false"),
  NUMBER("integer", "a whole number"),
  SCORE("score", "a whole number, INFINITY or -INFINITY"),
  TIME("time", "a number with ms, s, min or h (without one: seconds), or an ISO 8601 duration"),
  SHARE("percentage", "a number with % behind it"),
  CHOICE("select", "one of its choices"),
  DATE("date", "a date as ISO 8601 writes it"),
  TEXT("string", "any text");

  private static final Pattern SHARE_OF_100 =
      Pattern.compile("\\s*[0-9]{1,9}(\\.[0-9]{1,9})?%?\\s*");

  private final String fieldName;
  private final String words;

  OptionType(String fieldName, String words) {
    this.fieldName = fieldName;
    this.words = words;
  }

  /** As the field's tools name it. */
  public String fieldName() {
    return fieldName;
  }

  /** What a value looks like. */
  public String words() {
    return words;
  }

  /** Whether {@code text} is a value of this type; a choice depends on the option. */
  boolean reads(String text) {
    return switch (this) {
      case FLAG -> FieldValues.flag(text).isPresent();
      case NUMBER, SCORE -> FieldValues.wholePart(text).isPresent();
      case TIME -> FieldValues.duration(text).isPresent();
      case SHARE -> SHARE_OF_100.matcher(text).matches();
      case DATE -> Dates.parse(text).isPresent();
      case CHOICE, TEXT -> true;
    };
  }
}
