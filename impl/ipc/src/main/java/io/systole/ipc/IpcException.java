package io.systole.ipc;

/**
 * A local conversation that failed, with what happened and what to do about it. Nothing is known of
 * a request that ended so, except with {@link Kind#FAILED}: then the other side says that it did
 * not do it.
 */
public final class IpcException extends Exception {

  private static final long serialVersionUID = 1L;

  /** What kind of failure it was, for programs that choose what to do next. */
  public enum Kind {
    /** Nobody listens at the socket. */
    ABSENT,
    /** The other side does not talk to us, or has cut us off. */
    REFUSED,
    /** No answer within the time given. */
    TIMED_OUT,
    /** The connection ended. */
    CLOSED,
    /** More is waiting to be sent than is allowed. */
    BUSY,
    /** What came was not of the protocol. */
    MALFORMED,
    /** The socket can't be made or reached as configured. */
    UNUSABLE,
    /** The request was answered with an error. */
    FAILED
  }

  private final Kind kind;
  private final IpcError error;

  public IpcException(Kind kind, IpcError error) {
    super(error.toString());
    this.kind = kind;
    this.error = error;
  }

  public IpcException(Kind kind, IpcError error, Throwable cause) {
    super(error.toString(), cause);
    this.kind = kind;
    this.error = error;
  }

  public Kind kind() {
    return kind;
  }

  /** What is the matter, for {@link Kind#FAILED} in the words of the other side. */
  public IpcError error() {
    return error;
  }
}
