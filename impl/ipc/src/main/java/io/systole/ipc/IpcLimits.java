package io.systole.ipc;

import io.systole.xml.XmlLimits;
import java.time.Duration;

/**
 * What a server bears from its clients together and from each.
 *
 * @param maxConnections at one time; more are refused
 * @param maxInFlight requests of one client that are not answered yet; more are not read
 * @param maxQueued messages that wait to be read by one client; with more it is cut off
 * @param helloTimeout from the connection to the whole hello
 * @param frameTimeout from the first byte of a frame to its last
 * @param message size and depth of one message
 */
public record IpcLimits(
    int maxConnections,
    int maxInFlight,
    int maxQueued,
    Duration helloTimeout,
    Duration frameTimeout,
    XmlLimits message) {

  public static final IpcLimits DEFAULT =
      new IpcLimits(
          4096, 64, 4096, Duration.ofSeconds(5), Duration.ofSeconds(30), XmlLimits.MESSAGE);

  /** A hello is short; nobody who has not said it may make us read more. */
  static final XmlLimits HELLO = new XmlLimits(16 << 10, 2, 16, 16);
}
