package io.systole.cluster.ring;

import com.google.common.collect.ImmutableList;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Cuts messages into frames that an engine takes, and puts one sender's together again.
 *
 * <p>A frame is a version (1 byte), the message's length and the frame's place in it (4 bytes each,
 * big endian), and bytes. The frames of a message follow each other; one that begins anew ends a
 * message that was not finished, which then was never said.
 */
public final class Frames {

  /** What a frame holds at most beside its head. An engine takes some more. */
  public static final int MAX_BYTES = 60_000;

  /** Since 2 the message may be packed. */
  private static final byte VERSION = 2;

  private static final int HEAD = 1 + Integer.BYTES + Integer.BYTES;

  /** The most that is put together. */
  private final int maxMessage;

  private byte @Nullable [] begun;
  private int filled;

  /** Puts together the frames of one sender, up to messages of {@code maxMessage} bytes. */
  public Frames(int maxMessage) {
    this.maxMessage = maxMessage;
  }

  /** A frame that does not fit, in a sentence for the administrator. */
  public static final class MalformedException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message);
    }
  }

  /** The frames of a message. */
  public static ImmutableList<byte[]> cut(byte[] message) {
    ImmutableList.Builder<byte[]> frames = ImmutableList.builder();
    int at = 0;
    do {
      int size = Math.min(MAX_BYTES, message.length - at);
      byte[] frame = new byte[HEAD + size];
      ByteBuffer _ =
          ByteBuffer.wrap(frame)
              .put(VERSION)
              .putInt(message.length)
              .putInt(at)
              .put(message, at, size);
      frames.add(frame);
      at += size;
    } while (at < message.length);
    return frames.build();
  }

  /** Adds the sender's next frame, and gives the message if it was the last one. */
  public Optional<byte[]> add(byte[] frame) throws MalformedException {
    ByteBuffer head = ByteBuffer.wrap(frame);
    if (frame.length < HEAD || head.get() != VERSION) {
      begun = null;
      throw new MalformedException("a frame of another version; run one version on all nodes");
    }
    int length = head.getInt();
    int at = head.getInt();
    if (length < 0 || length > maxMessage || head.remaining() > length) {
      begun = null;
      throw new MalformedException(
          "a message of " + length + " bytes, where " + maxMessage + " are allowed");
    }
    return at == 0 ? first(length, head) : next(length, at, head);
  }

  private Optional<byte[]> first(int length, ByteBuffer bytes) {
    begun = new byte[length];
    filled = 0;
    return append(begun, bytes);
  }

  private Optional<byte[]> next(int length, int at, ByteBuffer bytes) throws MalformedException {
    byte[] message = begun;
    if (message == null
        || message.length != length
        || filled != at
        || message.length - filled < bytes.remaining()) {
      begun = null;
      throw new MalformedException("a frame without those before it");
    }
    return append(message, bytes);
  }

  private Optional<byte[]> append(byte[] message, ByteBuffer bytes) {
    int size = bytes.remaining();
    bytes.get(message, filled, size);
    filled += size;
    if (filled < message.length) {
      return Optional.empty();
    }
    begun = null;
    return Optional.of(message);
  }
}
