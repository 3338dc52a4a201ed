package io.systole.tools.options;

import com.google.common.collect.ImmutableList;
import io.systole.cib.options.CibOption;
import io.systole.cib.options.OptionFacts;
import io.systole.cib.options.OptionScope;
import io.systole.tools.Command;
import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.OutputFormat;
import io.systole.tools.Terminal;
import io.systole.tools.ToolException;
import io.systole.xml.Element;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code systole options}: what a configuration may set, with defaults and meanings. */
public final class OptionsCommand implements Command {

  @Override
  public Usage usage() {
    return new Usage(
        "options",
        "[KIND|NAME...]",
        "Tell what a configuration may set, with defaults and meanings",
        "KIND is cluster, resource, operation or fencing. NAME is the name of an option, be it the"
            + " present or an older one. Without either all options are told. The daemons take"
            + " their defaults from the same table.",
        ImmutableList.of(
            new Example("systole options cluster", "tells all cluster options"),
            new Example("systole options stonith-enabled", "tells of one, by its older name"),
            new Example("systole options --output-as=xml", "tells all, for a program to read")),
        new Options().addOption(OutputFormat.option()));
  }

  /** Options of one kind that were asked for. */
  private record Group(OptionScope scope, ImmutableList<CibOption> options) {}

  @Override
  public ExitCode run(Context context, CommandLine line) throws ToolException {
    ImmutableList<Group> groups = asked(context, line.getArgList());
    switch (OutputFormat.of(line)) {
      case TEXT -> groups.forEach(group -> text(group, context.terminal()));
      case XML -> {
        Element.Builder result = Element.builder("options");
        for (Group group : groups) {
          group.options().forEach(option -> result.child(xml(group.scope(), option)));
        }
        OutputFormat.print(context.terminal(), "options", result.build(), ExitCode.OK);
      }
    }
    return ExitCode.OK;
  }

  private static ImmutableList<Group> asked(Context context, List<String> words)
      throws ToolException {
    TreeSet<String> known = new TreeSet<>();
    for (OptionScope scope : OptionScope.values()) {
      known.add(scope.word());
      known.addAll(scope.names().keySet());
    }
    for (String word : words) {
      if (!known.contains(word)) {
        throw context.noSuch("option", word, known);
      }
    }
    ImmutableList.Builder<Group> groups = ImmutableList.builder();
    for (OptionScope scope : OptionScope.values()) {
      ImmutableList<CibOption> options =
          words.isEmpty() || words.contains(scope.word())
              ? scope.options()
              : words.stream()
                  .map(scope::find)
                  .flatMap(Optional::stream)
                  .distinct()
                  .sorted(Comparator.comparingInt(scope.options()::indexOf))
                  .collect(ImmutableList.toImmutableList());
      if (!options.isEmpty()) {
        groups.add(new Group(scope, options));
      }
    }
    return groups.build();
  }

  private static void text(Group group, Terminal terminal) {
    for (CibOption option : group.options()) {
      OptionFacts facts = option.facts();
      terminal.line(terminal.bold(facts.word()) + " (" + group.scope().noun() + ")");
      terminal.line("    " + facts.meaning());
      terminal.line("    Default: " + facts.standardForPeople());
      terminal.line("    Allowed: " + facts.allowed());
      if (!facts.olderNames().isEmpty()) {
        terminal.line("    Older names: " + String.join(", ", facts.olderNames()));
      }
      terminal.line("    Since: " + facts.since());
      if (facts.outworn()) {
        terminal.line("    The field advises against it.");
      }
      if (!facts.obeyed()) {
        terminal.line("    It is accepted here and has no effect.");
      }
    }
  }

  private static Element xml(OptionScope scope, CibOption option) {
    OptionFacts facts = option.facts();
    Element.Builder told =
        Element.builder("option")
            .attribute("kind", scope.word())
            .attribute("name", facts.word())
            .attribute("type", facts.type().fieldName());
    if (facts.standardInWords().isEmpty()) {
      told.attribute("default", facts.standard());
    } else {
      told.attribute("default-in-words", facts.standardInWords());
    }
    told.attribute("unit", facts.unit());
    facts.least().ifPresent(least -> told.attribute("least", least));
    told.attribute("since", facts.since())
        .attribute("advised-against", Boolean.toString(facts.outworn()))
        .attribute("obeyed", Boolean.toString(facts.obeyed()));
    facts.olderNames().forEach(older -> told.child(Element.of("older-name", "name", older)));
    facts.choices().forEach(choice -> told.child(Element.of("choice", "value", choice)));
    return told.child(Element.builder("meaning").text(facts.meaning()).build()).build();
  }
}
