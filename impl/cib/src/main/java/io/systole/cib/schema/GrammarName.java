package io.systole.cib.schema;

import com.google.common.collect.ImmutableList;
import java.util.Optional;

/**
 * The grammars that a CIB's {@code validate-with} may ask for, oldest first. Each accepts what the
 * field's schema of that name accepts.
 */
public enum GrammarName {
  V1_0("pacemaker-1.0"),
  V1_2("pacemaker-1.2"),
  V1_3("pacemaker-1.3"),
  V2_0("pacemaker-2.0"),
  V2_1("pacemaker-2.1"),
  V2_2("pacemaker-2.2"),
  V2_3("pacemaker-2.3"),
  V2_4("pacemaker-2.4"),
  V2_5("pacemaker-2.5"),
  V2_6("pacemaker-2.6"),
  V2_7("pacemaker-2.7"),
  V2_8("pacemaker-2.8"),
  V2_9("pacemaker-2.9"),
  V2_10("pacemaker-2.10"),
  V3_0("pacemaker-3.0"),
  V3_1("pacemaker-3.1"),
  V3_2("pacemaker-3.2"),
  V3_3("pacemaker-3.3"),
  V3_4("pacemaker-3.4"),
  V3_5("pacemaker-3.5"),
  V3_6("pacemaker-3.6"),
  V3_7("pacemaker-3.7"),
  V3_8("pacemaker-3.8"),
  V3_9("pacemaker-3.9"),
  V3_10("pacemaker-3.10"),
  V4_0("pacemaker-4.0"),
  /** What was on trial beside 3.9. It has no place in the order of upgrades. */
  NEXT("pacemaker-next");

  /** What a CIB asks for that wants no judgement. */
  public static final String NONE = "none";

  private final String text;

  GrammarName(String text) {
    this.text = text;
  }

  /** The newest, which configurations are upgraded to. */
  public static GrammarName newest() {
    return V4_0;
  }

  /** Of a value of {@code validate-with}, which is compared to the letter. */
  public static Optional<GrammarName> of(String validateWith) {
    for (GrammarName name : values()) {
      if (name.text.equals(validateWith)) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  /** All names, as messages list them. */
  public static ImmutableList<String> texts() {
    ImmutableList.Builder<String> texts = ImmutableList.builder();
    for (GrammarName name : values()) {
      texts.add(name.text);
    }
    return texts.build();
  }

  /** As {@code validate-with} has it. */
  public String text() {
    return text;
  }

  /**
   * The first of its two numbers; that of the version that it was tried beside for {@code next}.
   */
  public int generation() {
    return this == NEXT ? V3_9.generation() : text.charAt("pacemaker-".length()) - '0';
  }

  @Override
  public String toString() {
    return text;
  }
}
