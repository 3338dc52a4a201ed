package io.systole.tools;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.systole.tools.cib.CibCommands;
import io.systole.tools.cib.UpgradeCommand;
import io.systole.tools.demo.DemoCommand;
import io.systole.tools.node.FenceCommands;
import io.systole.tools.node.NodeCommands;
import io.systole.tools.options.OptionsCommand;
import io.systole.tools.remote.AccountCommand;
import io.systole.tools.resource.ResourceCommands;
import io.systole.tools.rules.RuleCommand;
import io.systole.tools.simulate.SimulateCommand;
import io.systole.tools.status.StatusCommand;
import io.systole.tools.trace.TraceCommands;
import io.systole.tools.verify.VerifyCommand;
import io.systole.tools.why.PlanCommand;
import io.systole.tools.why.WhyCommand;
import java.util.List;
import java.util.Optional;

/**
 * All commands by their words.
 *
 * @param commands sorted by words
 */
record CommandTable(ImmutableSortedMap<String, Command> commands) {

  /** Longest name of a command, in words. */
  private static final int MOST_WORDS = 2;

  static CommandTable all() {
    return of(
        ImmutableList.<Command>builder()
            .addAll(io.systole.tools.cluster.ClusterCommands.all())
            .add(new StatusCommand())
            .addAll(NodeCommands.all())
            .addAll(CibCommands.all())
            .addAll(ResourceCommands.all())
            .addAll(FenceCommands.all())
            .add(new VerifyCommand())
            .add(new UpgradeCommand())
            .add(new OptionsCommand())
            .add(new RuleCommand())
            .add(new SimulateCommand())
            .add(new WhyCommand())
            .add(new PlanCommand())
            .add(new AccountCommand())
            .add(new DemoCommand())
            .addAll(TraceCommands.all())
            .build());
  }

  static CommandTable of(Iterable<Command> commands) {
    ImmutableSortedMap.Builder<String, Command> byWords = ImmutableSortedMap.naturalOrder();
    commands.forEach(command -> byWords.put(command.usage().words(), command));
    return new CommandTable(byWords.buildOrThrow());
  }

  /**
   * A command with what follows its words.
   *
   * @param rest the arguments and options
   */
  record Match(Command command, List<String> rest) {}

  /** The command that {@code args} begin with, the longest name first. */
  Optional<Match> match(List<String> args) {
    for (int words = Math.min(MOST_WORDS, args.size()); words > 0; words--) {
      Command command = commands.get(String.join(" ", args.subList(0, words)));
      if (command != null) {
        return Optional.of(new Match(command, args.subList(words, args.size())));
      }
    }
    return Optional.empty();
  }

  /** The commands whose first of two words is {@code word}. */
  ImmutableList<Command> group(String word) {
    return commands.values().stream()
        .filter(command -> command.usage().words().startsWith(word + " "))
        .collect(ImmutableList.toImmutableList());
  }

  ToolException unknown(List<String> args) {
    String first = args.getFirst();
    ImmutableList<Command> group = group(first);
    if (!group.isEmpty() && args.size() > 1) {
      List<String> seconds =
          group.stream().map(command -> Systole.split(command.usage().words()).get(1)).toList();
      return ToolException.usage(
          "there is no command '" + first + " " + args.get(1) + "'",
          Suggestions.sentence(args.get(1), seconds));
    }
    List<String> firsts =
        commands.keySet().stream().map(words -> Systole.split(words).getFirst()).toList();
    return ToolException.usage(
        "there is no command '" + first + "'", Suggestions.sentence(first, firsts));
  }
}
