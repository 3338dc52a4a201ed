package io.systole.ipc;

import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import io.systole.xml.XmlLimits;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** A client that keeps to no protocol. */
final class RawPeer implements AutoCloseable {

  private final SocketChannel channel;

  private RawPeer(SocketChannel channel) {
    this.channel = channel;
  }

  static RawPeer connect(Path socket) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(socket));
    return new RawPeer(channel);
  }

  /** One that has been welcomed. */
  static RawPeer greeted(Path socket) throws IOException, XmlException {
    RawPeer peer = connect(socket);
    peer.say(Words.hello("raw", "none", Codec.NONE));
    if (!peer.hear().orElseThrow().is("welcome")) {
      throw new AssertionError("was not welcomed");
    }
    return peer;
  }

  static byte[] frame(String payload) {
    byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(5 + bytes.length)
        .putInt(1 + bytes.length)
        .put((byte) 0)
        .put(bytes)
        .array();
  }

  void say(Element message) throws IOException {
    write(frame(Xml.write(message)));
  }

  void write(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  void stopWriting() throws IOException {
    channel.shutdownOutput();
  }

  /** The next message, or empty at the end of the connection. */
  Optional<Element> hear() throws IOException, XmlException {
    ByteBuffer header = ByteBuffer.allocate(5);
    if (!fill(header)) {
      return Optional.empty();
    }
    ByteBuffer payload = ByteBuffer.allocate(header.getInt(0) - 1);
    if (!fill(payload)) {
      throw new IOException("half a frame");
    }
    return Optional.of(Xml.parse(payload.array(), XmlLimits.MESSAGE));
  }

  /** What the server said last, before it ended the connection. */
  Element lastWords() throws IOException, XmlException {
    Element last = Element.of("nothing");
    Optional<Element> heard = hear();
    while (heard.isPresent()) {
      last = heard.get();
      heard = hear();
    }
    return last;
  }

  private boolean fill(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      int count;
      try {
        count = channel.read(buffer);
      } catch (IOException e) {
        // A server that closes with something unread makes the kernel say so.
        return false;
      }
      if (count < 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
