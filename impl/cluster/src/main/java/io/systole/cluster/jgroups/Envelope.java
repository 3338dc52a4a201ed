package io.systole.cluster.jgroups;

import io.systole.kernel.NodeName;
import io.systole.kernel.ViewId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What stands round a message on its way to the sequencer and from there to all. */
final class Envelope {

  private static final int TO_ORDER = 1;
  private static final int ORDERED = 2;

  private final boolean ordered;
  private final ViewId view;
  private final NodeName sender;
  private final byte[] payload;

  private Envelope(boolean ordered, ViewId view, NodeName sender, byte[] payload) {
    this.ordered = ordered;
    this.view = view;
    this.sender = sender;
    this.payload = payload;
  }

  /** A message for the sequencer of {@code view}. */
  static Envelope toOrder(ViewId view, NodeName sender, byte[] payload) {
    return new Envelope(false, view, sender, payload);
  }

  /** The same message, as the sequencer passes it on. */
  Envelope inOrder() {
    return new Envelope(true, view, sender, payload);
  }

  boolean isOrdered() {
    return ordered;
  }

  ViewId view() {
    return view;
  }

  NodeName sender() {
    return sender;
  }

  byte[] payload() {
    return payload;
  }

  byte[] write() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(payload.length + 64);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(ordered ? ORDERED : TO_ORDER);
      out.writeLong(view.number());
      out.writeUTF(view.creator().value());
      out.writeUTF(sender.value());
      out.write(payload);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads an envelope.
   *
   * @throws IOException if the bytes are none
   */
  static Envelope read(byte[] bytes, int offset, int length) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, offset, length));
    int kind = in.readByte();
    if (kind != TO_ORDER && kind != ORDERED) {
      throw new IOException("no envelope begins with " + kind);
    }
    try {
      ViewId view = new ViewId(in.readLong(), new NodeName(in.readUTF()));
      return new Envelope(kind == ORDERED, view, new NodeName(in.readUTF()), in.readAllBytes());
    } catch (IllegalArgumentException e) {
      throw new IOException("an envelope names no node", e);
    }
  }
}
