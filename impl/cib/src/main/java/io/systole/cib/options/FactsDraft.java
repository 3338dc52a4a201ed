package io.systole.cib.options;

import com.google.common.collect.ImmutableList;
import java.util.OptionalLong;

/** The facts of an option while its row of the table is being read. */
final class FactsDraft {

  private final String word;
  private final OptionType type;
  private final String standard;
  private ImmutableList<String> olderNames = ImmutableList.of();
  private String standardInWords = "";
  private ImmutableList<String> choices = ImmutableList.of();
  private OptionalLong least = OptionalLong.empty();

  /** What all options have that the table says no more of. */
  private String since = "1.0";

  private boolean outworn;
  private boolean obeyed = true;
  private String meaning = "";

  private FactsDraft(String word, OptionType type, String standard) {
    this.word = word;
    this.type = type;
    this.standard = standard;
  }

  static FactsDraft flag(String word, boolean standard) {
    return new FactsDraft(word, OptionType.FLAG, Boolean.toString(standard));
  }

  static FactsDraft number(String word, long standard) {
    return new FactsDraft(word, OptionType.NUMBER, Long.toString(standard));
  }

  static FactsDraft score(String word, String standard) {
    return new FactsDraft(word, OptionType.SCORE, standard);
  }

  static FactsDraft time(String word, String standard) {
    return new FactsDraft(word, OptionType.TIME, standard);
  }

  static FactsDraft share(String word, String standard) {
    return new FactsDraft(word, OptionType.SHARE, standard);
  }

  static FactsDraft date(String word) {
    return new FactsDraft(word, OptionType.DATE, "");
  }

  static FactsDraft text(String word, String standard) {
    return new FactsDraft(word, OptionType.TEXT, standard);
  }

  /** An option that has one of some words; the default may be none of them, which is "". */
  static FactsDraft choice(String word, String standard, String... choices) {
    FactsDraft draft = new FactsDraft(word, OptionType.CHOICE, standard);
    draft.choices = ImmutableList.copyOf(choices);
    return draft;
  }

  /** Allows a text that is no value of the type. */
  FactsDraft orElse(String text) {
    choices = ImmutableList.of(text);
    return this;
  }

  FactsDraft older(String... names) {
    olderNames = ImmutableList.copyOf(names);
    return this;
  }

  FactsDraft otherwise(String inWords) {
    standardInWords = inWords;
    return this;
  }

  FactsDraft atLeast(long number) {
    least = OptionalLong.of(number);
    return this;
  }

  FactsDraft since(String version) {
    since = version;
    return this;
  }

  FactsDraft adviseAgainst() {
    outworn = true;
    return this;
  }

  /** Nothing here does what the option says. */
  FactsDraft notObeyed() {
    obeyed = false;
    return this;
  }

  FactsDraft means(String words) {
    meaning = words;
    return this;
  }

  OptionFacts facts() {
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
        obeyed,
        meaning);
  }
}
