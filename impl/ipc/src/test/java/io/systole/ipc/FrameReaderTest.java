package io.systole.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class FrameReaderTest {

  @Property(tries = 200)
  void theSameMessagesComeHoweverTheBytesAreCut(
      @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 90_000) Integer> sizes,
      @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = 40_000) Integer> cuts)
      throws Exception {
    List<Element> messages = new ArrayList<>();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int size : sizes) {
      Element message = Element.of("m", "value", "x".repeat(size));
      messages.add(message);
      bytes.write(RawPeer.frame(Xml.write(message)));
    }
    FrameReader reader =
        new FrameReader(new Pieces(ByteBuffer.wrap(bytes.toByteArray()), cuts), limit -> FOREVER);
    List<Element> read = new ArrayList<>();
    Optional<Element> next = reader.next(XmlLimits.MESSAGE, Duration.ofSeconds(1));
    while (next.isPresent()) {
      read.add(next.get());
      next = reader.next(XmlLimits.MESSAGE, Duration.ofSeconds(1));
    }
    assertEquals(messages, read);
  }

  private static final FrameReader.Patience.Waiting FOREVER =
      new FrameReader.Patience.Waiting() {
        @Override
        public boolean over() {
          return false;
        }

        @Override
        public void close() {}
      };

  /** A channel that gives pieces of these sizes, over and over. */
  private static final class Pieces implements ReadableByteChannel {

    private final ByteBuffer bytes;
    private final List<Integer> sizes;
    private int piece;

    Pieces(ByteBuffer bytes, List<Integer> sizes) {
      this.bytes = bytes;
      this.sizes = sizes;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      if (!bytes.hasRemaining()) {
        return -1;
      }
      int size = sizes.get(piece++ % sizes.size());
      int count = Math.min(Math.min(size, bytes.remaining()), into.remaining());
      ByteBuffer part = bytes.slice(bytes.position(), count);
      bytes.position(bytes.position() + count);
      into.put(part);
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
