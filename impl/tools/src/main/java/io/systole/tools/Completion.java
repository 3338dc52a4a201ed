package io.systole.tools;

import com.google.common.collect.ImmutableSortedMap;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Shell completion, made from the commands' own tables. */
final class Completion {

  private Completion() {}

  /** A script for bash: {@code . <(systole completion)}. */
  static String bash(CommandTable table) {
    TreeMap<String, SortedSet<String>> next = new TreeMap<>();
    next.put("", new TreeSet<>(List.of("completion", "help", "version")));
    for (String words : table.commands().keySet()) {
      var split = Systole.split(words);
      next.computeIfAbsent("", w -> new TreeSet<>()).add(split.getFirst());
      if (split.size() > 1) {
        next.computeIfAbsent(split.getFirst(), w -> new TreeSet<>()).add(split.get(1));
      }
    }
    StringBuilder out = new StringBuilder();
    out.append("_systole() {\n");
    out.append("  local word=${COMP_WORDS[COMP_CWORD]} choices=\n");
    out.append("  case \"${COMP_WORDS[*]:1:COMP_CWORD-1}\" in\n");
    ImmutableSortedMap.copyOf(next)
        .forEach((words, choices) -> choice("\"" + words + "\"", choices, out));
    for (Command command : table.commands().values()) {
      choice("\"" + command.usage().words() + "\"*", options(command), out);
    }
    out.append("  esac\n");
    out.append("  COMPREPLY=($(compgen -W \"$choices\" -- \"$word\"))\n");
    out.append("}\n");
    out.append("complete -o default -F _systole systole\n");
    return out.toString();
  }

  private static void choice(String pattern, SortedSet<String> choices, StringBuilder out) {
    out.append("    ").append(pattern).append(") choices=\"");
    out.append(String.join(" ", choices)).append("\" ;;\n");
  }

  private static SortedSet<String> options(Command command) {
    return Systole.optionsOf(command).getOptions().stream()
        .map(option -> "--" + option.getLongOpt())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
