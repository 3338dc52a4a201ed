package io.systole.tools.field;

import io.systole.cib.Cib;
import io.systole.cib.CibException;
import io.systole.cib.PatchCodec;
import io.systole.cib.Patchset;
import io.systole.cib.schema.GrammarName;
import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.ToolException;
import io.systole.tools.cib.CibAccess;
import io.systole.tools.cib.ShadowCopy;
import io.systole.xml.Element;
import java.io.IOException;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/**
 * {@code crm_shadow}: copies of the CIB to try changes on. No shell is started for a copy, as the
 * field's command does without {@code --batch}: it says which variable to set.
 */
final class ShadowTool implements FieldCommand {

  private static final String FORCE_IS_NEEDED =
      "To prevent accidental destruction of the cluster, the --force flag is required in order to"
          + " proceed.";

  @Override
  public String name() {
    return "crm_shadow";
  }

  @Override
  public String summary() {
    return "Try changes of the configuration on a copy, which commands work on while CIB_shadow"
        + " names it.";
  }

  @Override
  public Options options() {
    return new FieldOptions()
        .flag("w", "which", "Print the name of the active copy.")
        .flag("p", "display", "Print the active copy.")
        .flag("E", "edit", "Open the active copy with $EDITOR.")
        .flag("d", "diff", "Print what the active copy changes, as a patchset (exit status 1).")
        .flag("F", "file", "Print where the active copy is.")
        .value("c", "create", "NAME", "Copy the cluster's CIB.")
        .value("e", "create-empty", "NAME", "Make a copy with nothing in it.")
        .value("C", "commit", "NAME", "Make the copy's configuration the cluster's.")
        .value("D", "delete", "NAME", "Remove a copy.")
        .value("r", "reset", "NAME", "Copy the cluster's CIB again.")
        .value("s", "switch", "NAME", "Tell how to work on another copy.")
        .flag("f", "force", "Do it although it is dangerous.")
        .flag("b", "batch", "Start no shell. Always so here.")
        .flag("a", "all", "With --commit: the whole CIB, and not the configuration alone.")
        .value("v", "validate-with", "SCHEMA", "With --create-empty: the schema.")
        .get();
  }

  @Override
  public ExitCode run(Context context, CommandLine line) throws ToolException {
    String what =
        FieldOptions.theOne(
            line,
            "which",
            "display",
            "edit",
            "diff",
            "file",
            "create",
            "create-empty",
            "commit",
            "delete",
            "reset",
            "switch");
    return switch (what) {
      case "which" -> print(context, active(context).name());
      case "file" -> print(context, active(context).file().toString());
      case "display" -> {
        context.terminal().out().print(Documents.text(active(context).read()));
        yield ExitCode.OK;
      }
      case "edit" -> edit(active(context));
      case "diff" -> diff(context);
      default -> change(context, line, what, ShadowCopy.named(context, line.getOptionValue(what)));
    };
  }

  private static ExitCode print(Context context, String text) {
    context.terminal().line(text);
    return ExitCode.OK;
  }

  private static ShadowCopy active(Context context) throws ToolException {
    return ShadowCopy.active(context)
        .orElseThrow(() ->
            new ToolException(
                ExitCode.NO_SUCH, "No active shadow configuration defined", "Set CIB_shadow."));
  }

  private static ExitCode edit(ShadowCopy copy) throws ToolException {
    String editor = System.getenv("EDITOR");
    if (editor == null || editor.isEmpty()) {
      throw new ToolException(ExitCode.NOT_ALLOWED, "EDITOR is not set", "Set it to an editor.");
    }
    Element _ = copy.read();
    try {
      int status =
          new ProcessBuilder("/bin/sh", "-c", editor + " \"$1\"", "sh", copy.file().toString())
              .inheritIO()
              .start()
              .waitFor();
      return status == 0 ? ExitCode.OK : ExitCode.ERROR;
    } catch (IOException e) {
      throw new ToolException(ExitCode.ERROR, "the editor can't be started: " + e, "");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.ERROR;
    }
  }

  private static ExitCode diff(Context context) throws ToolException {
    Element before = CibAccess.ofCluster(context).query("");
    Element after = active(context).read();
    try {
      Patchset patchset = Patchset.between(Cib.of(before), Cib.of(after));
      if (patchset.changes().isEmpty()) {
        return ExitCode.OK;
      }
      context.terminal().out().print(Documents.text(PatchCodec.write(patchset)));
      return ExitCode.ERROR;
    } catch (CibException e) {
      throw new ToolException(ExitCode.DATA, e.getMessage(), "Mend the copy first.");
    }
  }

  private static ExitCode change(Context context, CommandLine line, String what, ShadowCopy copy)
      throws ToolException {
    boolean force = line.hasOption("force");
    if (!what.startsWith("create") && !what.equals("switch") && !force) {
      Optional<ShadowCopy> active = ShadowCopy.active(context);
      if (active.isPresent() && !active.get().equals(copy)) {
        throw ToolException.usage(
            "The supplied shadow instance ("
                + copy.name()
                + ") is not the same as the active one ("
                + active.get().name()
                + ").",
            FORCE_IS_NEEDED);
      }
      throw ToolException.usage("The supplied command is considered dangerous.", FORCE_IS_NEEDED);
    }
    switch (what) {
      case "create", "create-empty" -> create(context, line, what, copy);
      case "reset" -> {
        Element _ = copy.read();
        copy.write(CibAccess.ofCluster(context).query(""));
        setUp(context, copy);
      }
      case "switch" -> {
        Element _ = copy.read();
        setUp(context, copy);
      }
      case "commit" -> commit(context, line, copy);
      default -> {
        copy.delete();
        context
            .terminal()
            .line(
                "Please remember to unset the CIB_shadow variable by pasting the following into"
                    + " your shell:\n  unset CIB_shadow");
      }
    }
    return ExitCode.OK;
  }

  private static void create(Context context, CommandLine line, String what, ShadowCopy copy)
      throws ToolException {
    if (copy.exists() && !line.hasOption("force")) {
      throw new ToolException(
          ExitCode.CANNOT_CREATE,
          "A shadow instance '" + copy.name() + "' already exists.",
          FORCE_IS_NEEDED);
    }
    if (what.equals("create")) {
      copy.write(CibAccess.ofCluster(context).query(""));
    } else {
      String schema = line.getOptionValue("validate-with", GrammarName.newest().text());
      if (GrammarName.of(schema).isEmpty()) {
        throw ToolException.usage(
            "there is no schema '" + schema + "'",
            "There are: " + String.join(", ", GrammarName.texts()) + ".");
      }
      copy.write(Cib.empty(schema).root());
      context.terminal().line("Created new " + schema + " configuration");
    }
    context.terminal().line("Setting up shadow instance");
    setUp(context, copy);
  }

  private static void setUp(Context context, ShadowCopy copy) {
    context
        .terminal()
        .line(
            "A new shadow instance was created.  To begin using it paste the following into your"
                + " shell:\n  CIB_shadow="
                + copy.name()
                + " ; export CIB_shadow");
  }

  /** The version is the cluster's to count, so that no other change in between is lost unseen. */
  private static void commit(Context context, CommandLine line, ShadowCopy copy)
      throws ToolException {
    Element cib = copy.read();
    boolean all = line.hasOption("all");
    Element put =
        all
            ? cib
            : cib.child("configuration")
                .orElseThrow(() ->
                    new ToolException(
                        ExitCode.DATA, copy.file() + " has no <configuration>", "Mend it first."));
    Element replace = Element.of("replace", "section", all ? "" : "configuration").plus(put);
    Element _ = CibAccess.ofCluster(context).change(Element.of("change").plus(replace));
    context.terminal().line("Committed '" + copy.name() + "' to the cluster");
  }
}
