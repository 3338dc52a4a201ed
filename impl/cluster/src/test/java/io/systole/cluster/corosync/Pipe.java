package io.systole.cluster.corosync;

import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import io.systole.xml.XmlLimits;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Elements from one process to another, each behind its length. */
final class Pipe implements Closeable {

  private final DataInputStream in;
  private final DataOutputStream out;

  Pipe(InputStream in, OutputStream out) {
    this.in = new DataInputStream(in);
    this.out = new DataOutputStream(new BufferedOutputStream(out));
  }

  /** The next element, or none at the end. */
  Optional<Element> read() throws IOException {
    try {
      byte[] bytes = new byte[in.readInt()];
      in.readFully(bytes);
      return Optional.of(Xml.parse(bytes, XmlLimits.MESSAGE));
    } catch (EOFException e) {
      return Optional.empty();
    } catch (XmlException e) {
      throw new IOException(e);
    }
  }

  synchronized void write(Element element) throws IOException {
    byte[] bytes = Xml.write(element).getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
