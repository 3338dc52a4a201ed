package io.systole.tools.reference;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSetMultimap;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A grammar as its file tells it to people: comments, and definitions with a blank line between.
 *
 * @param title the first comment
 * @param groups by the name of an extension point (as in {@code request-body}) the definitions that
 *     are added to it
 */
record SchemaText(
    String title,
    ImmutableList<Definition> definitions,
    ImmutableSetMultimap<String, String> groups) {

  private static final Pattern DEFINITION = Pattern.compile("^([a-z-]+) =[\\s\\S]*");
  private static final Pattern ADDITION = Pattern.compile("^([a-z-]+) \\|= (.*)$");
  private static final Pattern ELEMENT = Pattern.compile("element ([A-Za-z_-]+) ");

  /**
   * One definition.
   *
   * @param told what its {@code ##} comment says; empty if it is but a part of others
   * @param text the definition as it stands in the file
   */
  record Definition(String name, String told, String text) {

    /** The element that it is about. */
    String element() {
      Matcher matcher = ELEMENT.matcher(text);
      return matcher.find() ? matcher.group(1) : "";
    }
  }

  static SchemaText parse(String file) {
    List<String> blocks = Splitter.on("\n\n").trimResults().omitEmptyStrings().splitToList(file);
    ImmutableList.Builder<Definition> definitions = ImmutableList.builder();
    ImmutableSetMultimap.Builder<String, String> groups = ImmutableSetMultimap.builder();
    for (String block : blocks) {
      List<String> told = new ArrayList<>();
      List<String> text = new ArrayList<>();
      for (String line : Splitter.on('\n').split(block)) {
        Matcher addition = ADDITION.matcher(line);
        if (line.startsWith("## ")) {
          told.add(line.substring(3));
        } else if (addition.matches()) {
          groups.putAll(addition.group(1), Splitter.on(" | ").split(addition.group(2)));
        } else if (!line.startsWith("# ")) {
          text.add(line);
        }
      }
      Matcher matcher = DEFINITION.matcher(String.join("\n", text));
      if (matcher.matches()) {
        definitions.add(
            new Definition(matcher.group(1), String.join("\n", told), String.join("\n", text)));
      }
    }
    String title = blocks.getFirst().lines().findFirst().orElseThrow().substring(2);
    return new SchemaText(title, definitions.build(), groups.build());
  }
}
