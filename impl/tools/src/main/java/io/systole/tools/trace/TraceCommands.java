package io.systole.tools.trace;

import com.google.common.collect.ImmutableList;
import io.systole.tools.Command;

/** The commands about traces. */
public final class TraceCommands {

  private TraceCommands() {}

  public static ImmutableList<Command> all() {
    return ImmutableList.of(
        new ValidateCommand(), new ReplayCommand(), new DiagramCommand(), new RecordCommand());
  }
}
