package io.systole.tools;

import com.google.common.collect.ImmutableList;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** One command of the command line, such as {@code systole node standby}. */
public interface Command {

  /**
   * How it is called and what it does: help, man page and completion are made from this.
   *
   * @param words the words that name it, such as {@code node standby}
   * @param arguments what follows, such as {@code [NODE]}
   * @param summary one line
   * @param description a paragraph or two
   * @param examples whole command lines, each with what it does
   * @param options its own options; the common ones are added to every command
   */
  record Usage(
      String words,
      String arguments,
      String summary,
      String description,
      ImmutableList<Example> examples,
      Options options) {}

  /** A command line with what it does. */
  record Example(String line, String effect) {}

  Usage usage();

  /**
   * Runs it.
   *
   * @return the exit status where the command did what it was asked; failures are thrown
   */
  ExitCode run(Context context, CommandLine line) throws ToolException;
}
