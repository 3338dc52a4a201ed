package io.systole.ipc;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import io.systole.xml.XmlLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** How payloads are packed in a conversation, by what its hello has agreed on. */
enum Codec {
  /** XML in UTF-8. */
  NONE(0),
  /** {@link Zstandard}, and plain where that would not pay. */
  ZSTANDARD(1);

  private static final String NONE_NAME = "none";
  private static final String ZSTANDARD_PREFIX = "zstd-";

  private final int number;

  Codec(int number) {
    this.number = number;
  }

  /** The name in a hello and its welcome. */
  String text() {
    return switch (this) {
      case NONE -> NONE_NAME;
      case ZSTANDARD -> Zstandard.shared().name();
    };
  }

  /** The names of all, this one first: what a client says that prefers this one. */
  String offer() {
    return switch (this) {
      case NONE -> NONE_NAME;
      case ZSTANDARD -> text() + " " + NONE_NAME;
    };
  }

  /** The first that this side knows of those that a client offers. */
  static Optional<Codec> choose(String offered) {
    for (String name : Splitter.on(' ').omitEmptyStrings().split(offered)) {
      Optional<Codec> known = of(name);
      if (known.isPresent()) {
        return known;
      }
    }
    return Optional.empty();
  }

  /** The codec of that name; a Zstandard of another dictionary is none. */
  static Optional<Codec> of(String name) {
    if (name.startsWith(ZSTANDARD_PREFIX)) {
      return name.equals(ZSTANDARD.text()) ? Optional.of(ZSTANDARD) : Optional.empty();
    }
    return name.equals(NONE_NAME) ? Optional.of(NONE) : Optional.empty();
  }

  static ImmutableList<String> known() {
    return ImmutableList.of(NONE_NAME, ZSTANDARD.text());
  }

  /** A message as a frame: the length of what follows, the codec's number, the payload. */
  ByteBuffer frame(Element message) {
    byte[] plain = Xml.write(message).getBytes(StandardCharsets.UTF_8);
    if (this == ZSTANDARD && plain.length >= Zstandard.LEAST_BYTES) {
      byte[] packed = Zstandard.shared().pack(plain);
      if (packed.length < plain.length) {
        return frame(ZSTANDARD, packed);
      }
    }
    return frame(NONE, plain);
  }

  private static ByteBuffer frame(Codec codec, byte[] payload) {
    return ByteBuffer.allocate(FrameReader.HEADER + payload.length)
        .putInt(payload.length + 1)
        .put((byte) codec.number)
        .put(payload)
        .flip();
  }

  /**
   * Plain payloads are always agreed on.
   *
   * @throws IpcException if payloads of that codec's number are not
   */
  void refuseUnlessAgreed(int codec) throws IpcException {
    if (codec != NONE.number && codec != number) {
      throw Words.malformed("a frame has the codec " + codec + ", agreed was " + text());
    }
  }

  /**
   * Reads a payload of that codec's number.
   *
   * @throws IpcException if it was not agreed on, or is not what it says
   */
  Element unpack(int codec, byte[] payload, XmlLimits limits) throws IpcException {
    refuseUnlessAgreed(codec);
    try {
      if (codec == NONE.number) {
        return Xml.parse(payload, limits);
      }
      try (InputStream plain = Zstandard.shared().unpack(payload)) {
        return Xml.parse(plain, limits);
      }
    } catch (XmlException | IOException e) {
      throw Words.malformed("a message is not accepted: " + e.getMessage());
    }
  }
}
