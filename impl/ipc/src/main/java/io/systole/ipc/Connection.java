package io.systole.ipc;

import io.systole.xml.Element;
import io.systole.xml.XmlLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * One side of a conversation: messages out by a thread of its own, so that nobody who sends waits
 * for a peer that does not read.
 */
final class Connection {

  /** How long a peer may take to read the last words before the connection is closed anyway. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private static final int CHUNK = 64 << 10;

  private final SocketChannel channel;
  private final ScheduledExecutorService timers;
  private final Outbox outbox;
  private final FrameReader reader;
  private volatile Codec codec = Codec.NONE;
  private volatile Optional<Future<?>> closing = Optional.empty();

  Connection(SocketChannel channel, int maxQueued, ScheduledExecutorService timers) {
    this.channel = channel;
    this.timers = timers;
    this.outbox = new Outbox(maxQueued);
    this.reader = new FrameReader(channel, this::beginWaiting);
  }

  /**
   * Lets messages go out.
   *
   * @param writer makes the thread that writes
   * @param ended is called when no more will, because all is said or because the peer has gone
   */
  void startWriting(Thread.Builder writer, Runnable ended) {
    writer.start(() -> {
      write();
      ended.run();
    });
  }

  /** What comes from now on may be packed so; for the reading thread alone. */
  void unpackBy(Codec agreed) {
    reader.agree(agreed);
  }

  /** What goes out from now on is packed so. */
  void packBy(Codec agreed) {
    codec = agreed;
  }

  /** See {@link FrameReader#next}; for the reading thread alone. */
  Optional<Element> read(XmlLimits limits, Duration rest) throws IOException, IpcException {
    return reader.next(limits, rest);
  }

  /** Begins a wait after which nothing more is read from the peer. */
  FrameReader.Patience.Waiting beginWaiting(Duration limit) {
    AtomicBoolean over = new AtomicBoolean();
    ScheduledFuture<?> end =
        timers.schedule(
            () -> {
              over.set(true);
              stopReading();
            },
            limit.toMillis(),
            TimeUnit.MILLISECONDS);
    return new FrameReader.Patience.Waiting() {
      @Override
      public boolean over() {
        return over.get();
      }

      @Override
      public void close() {
        end.cancel(false);
      }
    };
  }

  Outbox.Offer send(Element message) {
    return send(message, Connection::nothing);
  }

  /** Sends, and says when it has left. */
  Outbox.Offer send(Element message, Runnable written) {
    return outbox.offer(new Outbox.Message(message, written));
  }

  void sendLatest(String key, Element message) {
    outbox.offerLatest(key, new Outbox.Message(message, Connection::nothing));
  }

  void sendChange(String key, String family, Element change, Supplier<Element> whole) {
    outbox.offerChange(
        key,
        family,
        new Outbox.Message(change, Connection::nothing),
        () -> new Outbox.Message(whole.get(), Connection::nothing));
  }

  /** Closes when what was sent has been read, or a moment later. */
  void finish() {
    outbox.end();
    closeSoon();
  }

  /** Drops what was not read yet, says {@code last} and closes. */
  void finishWith(Element last) {
    outbox.endWith(new Outbox.Message(last, Connection::nothing));
    closeSoon();
  }

  void close() {
    outbox.end();
    closing.ifPresent(timer -> timer.cancel(false));
    try {
      channel.close();
    } catch (IOException e) {
      // The descriptor is released all the same, and nobody is left to tell.
      throw new UncheckedIOException("closing a local socket", e);
    }
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  private void stopReading() {
    try {
      channel.shutdownInput();
    } catch (IOException e) {
      close();
    }
  }

  private void closeSoon() {
    if (!timers.isShutdown()) {
      closing =
          Optional.of(timers.schedule(this::close, LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS));
    }
  }

  private static void nothing() {}

  private void write() {
    try {
      var batch = outbox.take();
      while (!batch.isEmpty()) {
        for (Outbox.Message message : batch) {
          write(message.content());
          message.written().run();
        }
        batch = outbox.take();
      }
      close();
    } catch (IOException e) {
      // The peer reads no more. Its last words may still be on their way in: the reader closes.
      outbox.end();
    } catch (InterruptedException e) {
      close();
    }
  }

  private void write(Element message) throws IOException {
    ByteBuffer frame = codec.frame(message);
    int end = frame.limit();
    while (frame.position() < end) {
      // In pieces, because the JDK copies each into memory of the same size outside of the heap.
      frame.limit(Math.min(end, frame.position() + CHUNK));
      channel.write(frame);
    }
  }
}
