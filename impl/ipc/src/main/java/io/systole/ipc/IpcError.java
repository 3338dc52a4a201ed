package io.systole.ipc;

/**
 * Why something was not done.
 *
 * @param code a word for programs, of small letters and dashes
 * @param reason what is the matter, naming the thing and the value
 * @param remedy what the administrator or the caller can do about it
 */
public record IpcError(String code, String reason, String remedy) {

  /** The request is not one that this role knows. */
  public static IpcError unknownRequest(String role, String request) {
    return new IpcError(
        "unknown-request",
        role + " knows no request <" + request + ">",
        "use a tool of the same version as the daemons");
  }

  /** The request lacks something or has something that it should not have. */
  public static IpcError badRequest(String reason) {
    return new IpcError("bad-request", reason, "correct the request and send it again");
  }

  @Override
  public String toString() {
    return remedy.isEmpty() ? reason : reason + "; " + remedy;
  }
}
