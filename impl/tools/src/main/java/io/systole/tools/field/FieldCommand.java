package io.systole.tools.field;

import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.ToolException;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** A command of the field, with the options that its scripts rely on. */
public interface FieldCommand {

  /** As in {@code crm_mon}. */
  String name();

  String summary();

  Options options();

  ExitCode run(Context context, CommandLine line) throws ToolException;
}
