package io.systole.ipc;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a client connects.
 *
 * @param socket where the server listens
 * @param role what the client calls itself
 * @param build the client's build id
 * @param connectTimeout until the server has said welcome
 * @param requestTimeout until a blocking request is answered
 * @param compressed whether messages are to be compressed if the server can; on one machine that
 *     costs more than it saves (docs/compression.md)
 */
public record ClientOptions(
    Path socket,
    String role,
    String build,
    Duration connectTimeout,
    Duration requestTimeout,
    boolean compressed) {

  public static ClientOptions of(Path socket, String role, String build) {
    return new ClientOptions(
        socket, role, build, Duration.ofSeconds(5), Duration.ofSeconds(60), false);
  }

  public ClientOptions withConnectTimeout(Duration timeout) {
    return new ClientOptions(socket, role, build, timeout, requestTimeout, compressed);
  }

  public ClientOptions withRequestTimeout(Duration timeout) {
    return new ClientOptions(socket, role, build, connectTimeout, timeout, compressed);
  }

  /** The same with compression. */
  public ClientOptions withCompression() {
    return new ClientOptions(socket, role, build, connectTimeout, requestTimeout, true);
  }

  Codec codec() {
    return compressed ? Codec.ZSTANDARD : Codec.NONE;
  }
}
