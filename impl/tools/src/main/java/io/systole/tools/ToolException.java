package io.systole.tools;

/** Ends a command with a message that names the thing, the value and what to do. */
public final class ToolException extends Exception {

  private static final long serialVersionUID = 1L;

  private final ExitCode code;
  private final String remedy;

  /**
   * @param remedy what the administrator can do, or the empty string
   */
  public ToolException(ExitCode code, String problem, String remedy) {
    super(problem);
    this.code = code;
    this.remedy = remedy;
  }

  public static ToolException usage(String problem, String remedy) {
    return new ToolException(ExitCode.USAGE, problem, remedy);
  }

  public ExitCode code() {
    return code;
  }

  public String remedy() {
    return remedy;
  }
}
