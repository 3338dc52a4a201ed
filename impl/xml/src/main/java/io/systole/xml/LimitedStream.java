package io.systole.xml;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stream that ends with a fault when more comes than is allowed, so that nobody has to hold it.
 */
final class LimitedStream extends FilterInputStream {

  private final int maxBytes;
  private long count;
  private @Nullable IOException failure;

  LimitedStream(InputStream in, int maxBytes) {
    super(in);
    this.maxBytes = maxBytes;
  }

  boolean exceeded() {
    return count > maxBytes;
  }

  /** Why the stream beneath could not be read, unless it could. */
  Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int read;
    try {
      read = super.read(into, offset, length);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
    count += Math.max(0, read);
    if (exceeded()) {
      throw new IOException("more than " + maxBytes + " bytes");
    }
    return read;
  }
}
