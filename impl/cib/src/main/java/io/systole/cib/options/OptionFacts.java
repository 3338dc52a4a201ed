package io.systole.cib.options;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.Immutable;
import io.systole.cib.FieldValues;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of an option.
 *
 * @param word its present name
 * @param olderNames other names under which it is found, the newest first
 * @param standard the value that counts where none is given or the given one can't be used; empty
 *     if there is none
 * @param standardInWords what counts instead of {@link #standard} where that depends on something;
 *     empty if it does not
 * @param choices of a {@link OptionType#CHOICE}, in the order in which they are told; of others
 *     what is allowed beside values of the type
 * @param least of a number; empty if any will do
 * @param since the version of Pacemaker that had it first, under any of its names
 * @param outworn whether the field advises against it
 * @param obeyed whether it does here what it means; if not, it is accepted, and nothing more
 * @param meaning what it does, in a sentence or two
 */
@Immutable
public record OptionFacts(
    String word,
    OptionType type,
    ImmutableList<String> olderNames,
    String standard,
    String standardInWords,
    ImmutableList<String> choices,
    OptionalLong least,
    String since,
    boolean outworn,
    boolean obeyed,
    String meaning) {

  /** Whether {@code text} can be used as its value. Upper and lower case are one in a choice. */
  public boolean accepts(String text) {
    if (type == OptionType.CHOICE || choices.contains(text)) {
      return choices.contains(Ascii.toLowerCase(text.strip()));
    }
    return type.reads(text)
        && (least.isEmpty()
            || FieldValues.wholePart(text).filter(n -> n >= least.getAsLong()).isPresent());
  }

  /** What its values are, for people. */
  public String allowed() {
    if (type == OptionType.CHOICE) {
      return "one of " + String.join(", ", choices);
    }
    String more = choices.isEmpty() ? "" : ", or " + String.join(", ", choices);
    return least.isEmpty()
        ? type.words() + more
        : type.words() + " from " + least.getAsLong() + " on" + more;
  }

  /** What counts where nothing usable is given, for people. */
  public String standardForPeople() {
    if (!standardInWords.isEmpty()) {
      return standardInWords;
    }
    return standard.isEmpty() ? "none" : standard;
  }

  /** The unit that a value without one is in, if it has any. */
  public Optional<String> unit() {
    return switch (type) {
      case TIME -> Optional.of("s");
      case SHARE -> Optional.of("%");
      case FLAG, NUMBER, SCORE, CHOICE, DATE, TEXT -> Optional.empty();
    };
  }
}
