package io.systole.tools.why;

import com.google.common.collect.ImmutableList;
import io.systole.cib.Cib;
import io.systole.cib.CibEdit;
import io.systole.cib.CibEditCodec;
import io.systole.cib.CibEdits;
import io.systole.cib.CibException;
import io.systole.cib.EditResult;
import io.systole.scheduler.Plan;
import io.systole.scheduler.simulate.Outlook;
import io.systole.tools.Command;
import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.ToolException;
import io.systole.tools.cib.CibCommands;
import io.systole.tools.simulate.CibSource;
import io.systole.xml.Element;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code systole plan --with FILE}: what a change to the CIB would do, before it is made. */
public final class PlanCommand implements Command {

  @Override
  public Usage usage() {
    Options options = new Options().addOption(WhyCommand.CIB);
    options.addOption(
        Option.builder()
            .longOpt("with")
            .hasArg()
            .argName("FILE")
            .desc(
                "The change: an element that is merged into its section as by cib modify, or a"
                    + " <change> around edits (create, modify, replace, delete).")
            .get());
    return new Usage(
        "plan",
        "",
        "Show what a change to the configuration would do",
        "Applies the change to a copy of the CIB, plans for both, and shows what would be done on"
            + " account of the change, and what has to be done in any case. Without --with it shows"
            + " what the cluster is about to do. Nothing is changed.",
        ImmutableList.of(
            new Example("systole plan --with change.xml", "shows what change.xml would do"),
            new Example(
                "echo '<rsc_location id=\"l1\" rsc=\"web\" node=\"n2\" score=\"50\"/>'"
                    + " | systole plan --with -",
                "shows what a location constraint would do")),
        options);
  }

  @Override
  public ExitCode run(Context context, CommandLine line) throws ToolException {
    context.noArguments(line);
    Element cib = CibSource.named(context, line);
    long now = Clocks.now(cib);
    Plan before = Plan.of(cib, now, CibSource.origin(line));
    String file = line.getOptionValue("with");
    if (file == null) {
      context.terminal().out().print(Outlook.of(before));
      return ExitCode.OK;
    }
    Plan after = Plan.of(changed(cib, CibSource.file(file), file), now, CibSource.origin(line));
    context.terminal().out().print(Outlook.of(before, after));
    return ExitCode.OK;
  }

  private static Element changed(Element cib, Element change, String file) throws ToolException {
    try {
      EditResult result = CibEdits.apply(Cib.of(cib), edits(change));
      return switch (result) {
        case EditResult.Applied applied -> applied.cib().root();
        case EditResult.Refused refused ->
            throw new ToolException(
                ExitCode.DATA,
                "the change in '" + file + "' would be refused: " + refused.reason(),
                refused.remedy());
      };
    } catch (CibException e) {
      throw new ToolException(
          ExitCode.DATA, "'" + file + "' is no change: " + e.getMessage(), "Mend the document.");
    }
  }

  private static ImmutableList<CibEdit> edits(Element change) throws CibException {
    if (change.is(CibEditCodec.CHANGE)) {
      return CibEditCodec.readChange(change).edits();
    }
    String section = CibCommands.sectionOf(change);
    return change.is("cib")
        ? ImmutableList.of(new CibEdit.Replace("", change))
        : ImmutableList.of(new CibEdit.Modify(section, change, true));
  }
}
