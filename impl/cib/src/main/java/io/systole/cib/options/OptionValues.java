package io.systole.cib.options;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableMap;
import io.systole.cib.FieldValues;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The values that somebody has set, read by the table: what is missing or can't be used counts as
 * the table's default.
 *
 * @param given as they are written, by the names under which they are written
 */
public record OptionValues(ImmutableMap<String, String> given) {

  public static final OptionValues NONE = new OptionValues(ImmutableMap.of());

  public static OptionValues of(Map<String, String> given) {
    return given.isEmpty() ? NONE : new OptionValues(ImmutableMap.copyOf(given));
  }

  /** What was written, be it usable or not; the present name counts before older ones. */
  public Optional<String> written(CibOption option) {
    String present = given.get(option.word());
    if (present != null) {
      return Optional.of(present);
    }
    for (String older : option.facts().olderNames()) {
      String value = given.get(older);
      if (value != null) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  /** What was written, if it can be used. */
  public Optional<String> usable(CibOption option) {
    return written(option).filter(option.facts()::accepts);
  }

  /** The value, else the default; empty if there is neither. */
  public String text(CibOption option) {
    return usable(option).orElse(option.facts().standard());
  }

  /** The word that was chosen, in lower case. */
  public String choice(CibOption option) {
    return Ascii.toLowerCase(text(option).strip());
  }

  public boolean flag(CibOption option) {
    return read(option, FieldValues::flag);
  }

  /** The number; of a fraction its whole part. */
  public long number(CibOption option) {
    return read(option, FieldValues::wholePart);
  }

  /** The number as near as an int comes. */
  public int integer(CibOption option) {
    return Math.clamp(number(option), Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  public Duration duration(CibOption option) {
    return read(option, FieldValues::duration);
  }

  private <T> T read(CibOption option, Function<String, Optional<T>> reader) {
    return reader
        .apply(text(option))
        .orElseThrow(() ->
            new IllegalArgumentException(
                "the option " + option.word() + " is not of the type that it is read as"));
  }
}
