package io.systole.ipc;

import io.systole.xml.Element;
import io.systole.xml.XmlLimits;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Takes frames off a channel. Memory grows with what has arrived and never with what a peer says
 * that it will send.
 */
final class FrameReader {

  /** Length and codec. */
  static final int HEADER = 5;

  private static final int CHUNK = 32 << 10;

  private final ReadableByteChannel channel;
  private final Patience patience;
  private Codec codec = Codec.NONE;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK).flip();

  /** Cuts a wait short. */
  @FunctionalInterface
  interface Patience {

    /**
     * From now on the peer has {@code limit} to send the rest; closing what is returned calls that
     * off.
     */
    Waiting begin(Duration limit);

    /** One such wait. */
    interface Waiting extends AutoCloseable {

      boolean over();

      @Override
      void close();
    }
  }

  FrameReader(ReadableByteChannel channel, Patience patience) {
    this.channel = channel;
    this.patience = patience;
  }

  /** What the two sides have agreed on; for the reading thread alone. */
  void agree(Codec agreed) {
    codec = agreed;
  }

  /**
   * The next message; empty if the peer ended the conversation between two frames.
   *
   * @param rest how long the rest of a frame may take once it has begun
   * @throws IpcException if it is no frame, or no message, or too much, or took too long
   */
  Optional<Element> next(XmlLimits limits, Duration rest) throws IOException, IpcException {
    if (!buffer.hasRemaining() && !fill()) {
      return Optional.empty();
    }
    if (buffer.remaining() >= HEADER && buffer.remaining() - HEADER >= peekLength() - 1) {
      return Optional.of(message(limits));
    }
    try (Patience.Waiting waiting = patience.begin(rest)) {
      try {
        return Optional.of(message(limits));
      } catch (EOFException e) {
        throw waiting.over() ? tooLate(rest) : Words.malformed("the connection ended in a frame");
      }
    }
  }

  private Element message(XmlLimits limits) throws IOException, IpcException {
    int length = (byteOf() << 24) | (byteOf() << 16) | (byteOf() << 8) | byteOf();
    if (length < 1 || length - 1 > limits.maxBytes()) {
      throw new IpcException(
          IpcException.Kind.MALFORMED,
          new IpcError(
              "frame-length",
              "a frame of "
                  + Integer.toUnsignedLong(length)
                  + " bytes was announced, the most is "
                  + limits.maxBytes(),
              "send less at once, and speak the protocol of this socket"));
    }
    int number = byteOf();
    codec.refuseUnlessAgreed(number);
    return codec.unpack(number, payload(length - 1), limits);
  }

  private byte[] payload(int length) throws IOException {
    byte[] payload = new byte[Math.min(length, CHUNK)];
    int have = 0;
    while (have < length) {
      if (!buffer.hasRemaining() && !fill()) {
        throw new EOFException();
      }
      if (have == payload.length) {
        payload = Arrays.copyOf(payload, (int) Math.min(length, 2L * payload.length));
      }
      int count = Math.min(buffer.remaining(), payload.length - have);
      buffer.get(payload, have, count);
      have += count;
    }
    return payload;
  }

  private int peekLength() {
    return buffer.getInt(buffer.position());
  }

  private int byteOf() throws IOException {
    if (!buffer.hasRemaining() && !fill()) {
      throw new EOFException();
    }
    return buffer.get() & 0xFF;
  }

  private boolean fill() throws IOException {
    buffer.clear();
    int count = channel.read(buffer);
    buffer.flip();
    return count > 0;
  }

  private static IpcException tooLate(Duration rest) {
    return new IpcException(
        IpcException.Kind.TIMED_OUT,
        new IpcError(
            "too-slow",
            "a message was not complete within " + rest.toMillis() + " ms",
            "send each message as a whole"));
  }
}
