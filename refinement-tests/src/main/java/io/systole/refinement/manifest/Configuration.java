package io.systole.refinement.manifest;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableMultimap;
import com.google.common.collect.ImmutableSet;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A model's configuration file, as far as it says what is to be checked. */
public final class Configuration {

  private static final ImmutableSet<String> CHECKS =
      ImmutableSet.of("INVARIANT", "INVARIANTS", "PROPERTY", "PROPERTIES");
  private static final ImmutableSet<String> OTHERS =
      ImmutableSet.of(
          "SPECIFICATION",
          "INIT",
          "NEXT",
          "CONSTANT",
          "CONSTANTS",
          "CONSTRAINT",
          "CONSTRAINTS",
          "ACTION_CONSTRAINT",
          "ACTION_CONSTRAINTS",
          "SYMMETRY",
          "VIEW",
          "CHECK_DEADLOCK");

  private Configuration() {}

  /** The names that are checked, by {@code INVARIANT} or {@code PROPERTY}. */
  public static ImmutableMultimap<String, String> checks(String text) {
    ImmutableMultimap.Builder<String, String> checks = ImmutableMultimap.builder();
    String section = "";
    for (String word : text.replaceAll("\\\\\\*[^\\n]*", "").split("\\s+", -1)) {
      if (CHECKS.contains(word)) {
        section = word.startsWith("INV") ? "INVARIANT" : "PROPERTY";
      } else if (OTHERS.contains(word)) {
        section = "";
      } else if (!section.isEmpty() && !word.isEmpty()) {
        checks.put(section, word);
      }
    }
    return checks.build();
  }

  private static final Pattern CONSTANT = Pattern.compile("(\\w+)\\s*=\\s*(\\{[^}]*\\}|\\S+)");

  /** The constants' values by name, as they are written. */
  public static ImmutableMap<String, String> constants(String text) {
    ImmutableMap.Builder<String, String> constants = ImmutableMap.builder();
    Matcher matcher = CONSTANT.matcher(text);
    while (matcher.find()) {
      constants.put(matcher.group(1), matcher.group(2));
    }
    return constants.buildOrThrow();
  }

  /** The configuration with one check and no other, or with none. */
  static String only(String text, String property) {
    StringBuilder kept = new StringBuilder();
    boolean checking = false;
    for (String line : text.split("\n", -1)) {
      String word = line.strip().split("\\s+", -1)[0];
      checking = CHECKS.contains(word) || (checking && !OTHERS.contains(word));
      if (!checking) {
        kept.append(line).append('\n');
      }
    }
    if (property.equals(Mutants.UNDEFINED) || property.equals(Mutants.REASON)) {
      return kept.toString();
    }
    return kept.append(kind(text, property)).append(' ').append(property).append('\n').toString();
  }

  private static String kind(String text, String property) {
    return checks(text).entries().stream()
        .filter(entry -> entry.getValue().equals(property))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the model does not check " + property));
  }
}
