package io.systole.refinement.manifest;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands in a module, as far as a test of names and of coverage has to know it. */
public final class SpecText {

  private static final Pattern DEFINITION =
      Pattern.compile("^([A-Z]\\w*)(?:\\([^)]*\\))? ==", Pattern.MULTILINE);
  private static final Pattern NAME = Pattern.compile("\\b([A-Z]\\w*)\\b");

  private final ImmutableSortedMap<String, String> definitions;
  private final String text;

  private SpecText(String text) {
    this.text = text.replaceAll("\\(\\*.*?\\*\\)", "").replaceAll("\\\\\\*[^\\n]*", "");
    this.definitions = definitions(this.text);
  }

  public static SpecText read(Path module) throws IOException {
    return new SpecText(Files.readString(module));
  }

  private static ImmutableSortedMap<String, String> definitions(String text) {
    TreeMap<String, String> definitions = new TreeMap<>();
    Matcher matcher = DEFINITION.matcher(text);
    String name = "";
    int begin = 0;
    while (matcher.find()) {
      definitions.put(name, text.substring(begin, matcher.start()));
      name = matcher.group(1);
      begin = matcher.end();
    }
    definitions.put(name, text.substring(begin));
    definitions.remove("");
    return ImmutableSortedMap.copyOfSorted(definitions);
  }

  /** The names of all operators that the module defines. */
  public ImmutableSortedSet<String> operators() {
    return definitions.keySet();
  }

  /** The actions that {@code Next} is made of. */
  public ImmutableSortedSet<String> actions() {
    String next = definitions.getOrDefault("Next", "");
    return words(NAME, next).stream()
        .filter(name ->
            definitions.getOrDefault(name, "").contains("UNCHANGED")
                || definitions.getOrDefault(name, "").contains("' =")
                || definitions.getOrDefault(name, "").matches("(?s).*\\b(Take|Act|Hear|Fire)\\(.*"))
        .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
  }

  /** The parameters of an operator, in order. */
  ImmutableList<String> parameters(String operator) {
    Matcher matcher =
        Pattern.compile("^" + operator + "\\(([^)]*)\\) ==", Pattern.MULTILINE).matcher(text);
    return matcher.find()
        ? ImmutableList.copyOf(matcher.group(1).strip().split("\\s*,\\s*", -1))
        : ImmutableList.of();
  }

  /** What an operator is defined as; empty if it is not defined. */
  String definition(String operator) {
    return definitions.getOrDefault(operator, "");
  }

  /** What a pattern's first group finds in the module. */
  public ImmutableSortedSet<String> find(String pattern) {
    return words(Pattern.compile(pattern), text);
  }

  static ImmutableSortedSet<String> words(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(result -> result.group(1))
        .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
  }
}
