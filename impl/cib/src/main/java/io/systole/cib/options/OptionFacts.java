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
    String meaning) {

  /** What all options have that the table says no more of. */
  private static final String FIRST = "1.0";

  private static OptionFacts of(String word, OptionType type, String standard) {
    return new OptionFacts(
        word,
        type,
        ImmutableList.of(),
        standard,
        "",
        ImmutableList.of(),
        OptionalLong.empty(),
        FIRST,
        false,
        "");
  }

  static OptionFacts flag(String word, boolean standard) {
    return of(word, OptionType.FLAG, Boolean.toString(standard));
  }

  static OptionFacts number(String word, long standard) {
    return of(word, OptionType.NUMBER, Long.toString(standard));
  }

  static OptionFacts score(String word, String standard) {
    return of(word, OptionType.SCORE, standard);
  }

  static OptionFacts time(String word, String standard) {
    return of(word, OptionType.TIME, standard);
  }

  static OptionFacts share(String word, String standard) {
    return of(word, OptionType.SHARE, standard);
  }

  static OptionFacts date(String word) {
    return of(word, OptionType.DATE, "");
  }

  static OptionFacts text(String word, String standard) {
    return of(word, OptionType.TEXT, standard);
  }

  /** An option that has one of some words; the default may be none of them, which is "". */
  static OptionFacts choice(String word, String standard, String... choices) {
    return of(word, OptionType.CHOICE, standard).withChoices(ImmutableList.copyOf(choices));
  }

  private OptionFacts withChoices(ImmutableList<String> newChoices) {
    return new OptionFacts(
        word,
        type,
        olderNames,
        standard,
        standardInWords,
        newChoices,
        least,
        since,
        outworn,
        meaning);
  }

  /** Allows a text that is no value of the type. */
  OptionFacts orElse(String text) {
    return withChoices(ImmutableList.of(text));
  }

  OptionFacts older(String... names) {
    return new OptionFacts(
        word,
        type,
        ImmutableList.copyOf(names),
        standard,
        standardInWords,
        choices,
        least,
        since,
        outworn,
        meaning);
  }

  OptionFacts otherwise(String inWords) {
    return new OptionFacts(
        word, type, olderNames, standard, inWords, choices, least, since, outworn, meaning);
  }

  OptionFacts atLeast(long number) {
    return new OptionFacts(
        word,
        type,
        olderNames,
        standard,
        standardInWords,
        choices,
        OptionalLong.of(number),
        since,
        outworn,
        meaning);
  }

  OptionFacts since(String version) {
    return new OptionFacts(
        word,
        type,
        olderNames,
        standard,
        standardInWords,
        choices,
        least,
        version,
        outworn,
        meaning);
  }

  OptionFacts adviseAgainst() {
    return new OptionFacts(
        word, type, olderNames, standard, standardInWords, choices, least, since, true, meaning);
  }

  OptionFacts means(String newMeaning) {
    return new OptionFacts(
        word,
        type,
        olderNames,
        standard,
        standardInWords,
        choices,
        least,
        since,
        outworn,
        newMeaning);
  }

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
