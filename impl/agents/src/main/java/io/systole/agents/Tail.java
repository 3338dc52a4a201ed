package io.systole.agents;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what a stream has to give without blocking, and keeps the last of it. */
final class Tail {

  private static final int CHUNK = 8192;

  /** So much is taken at a time, that a process which never stops to write is still timed out. */
  private static final int MAX_AT_ONCE = 1 << 20;

  private final InputStream from;
  private final int limit;
  private byte[] bytes = new byte[0];
  private int length;
  private long dropped;

  Tail(InputStream from, int limit) {
    this.from = from;
    this.limit = limit;
  }

  /** Takes what is there now; whether there was anything. */
  boolean drain() throws IOException {
    byte[] chunk = new byte[CHUNK];
    int taken = 0;
    while (taken < MAX_AT_ONCE) {
      int ready = from.available();
      if (ready <= 0) {
        break;
      }
      int read = from.read(chunk, 0, Math.min(ready, CHUNK));
      if (read <= 0) {
        break;
      }
      append(chunk, read);
      taken += read;
    }
    return taken > 0;
  }

  Output kept() {
    shorten();
    return new Output(new String(bytes, 0, length, StandardCharsets.UTF_8), dropped);
  }

  private void append(byte[] more, int count) {
    if (length + count > 2 * limit) {
      shorten();
    }
    if (length + count > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
    }
    System.arraycopy(more, 0, bytes, length, count);
    length += count;
  }

  private void shorten() {
    int over = length - limit;
    if (over > 0) {
      System.arraycopy(bytes, over, bytes, 0, limit);
      length = limit;
      dropped += over;
    }
  }
}
