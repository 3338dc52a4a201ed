package io.systole.cluster.jgroups;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.Supplier;
import org.jgroups.Header;
import org.jgroups.stack.IpAddress;
import org.jspecify.annotations.Nullable;

/** What stands outside of a sealed message: which session's key opens it. */
public final class SealHeader extends Header {

  static final short MAGIC = 2410;
  static final int SALT_BYTES = 16;

  private byte[] salt;
  private long count;
  private boolean refusal;
  private @Nullable IpAddress sender;

  /** For JGroups, which reads into it. */
  public SealHeader() {
    this.salt = new byte[SALT_BYTES];
  }

  /**
   * The header of a message.
   *
   * @param salt names the session
   * @param count which message of the session
   * @param refusal whether it only says that a message could not be opened
   * @param sender where the sending node listens
   */
  SealHeader(byte[] salt, long count, boolean refusal, @Nullable IpAddress sender) {
    this.salt = salt;
    this.count = count;
    this.refusal = refusal;
    this.sender = sender;
  }

  byte[] salt() {
    return salt;
  }

  long count() {
    return count;
  }

  boolean isRefusal() {
    return refusal;
  }

  @Nullable IpAddress sender() {
    return sender;
  }

  @Override
  public short getMagicId() {
    return MAGIC;
  }

  @Override
  public Supplier<? extends Header> create() {
    return SealHeader::new;
  }

  @Override
  public int serializedSize() {
    return SALT_BYTES + Long.BYTES + 2 + (sender == null ? 0 : sender.serializedSize());
  }

  @Override
  public void writeTo(DataOutput out) throws IOException {
    out.write(salt);
    out.writeLong(count);
    out.writeBoolean(refusal);
    out.writeBoolean(sender != null);
    if (sender != null) {
      sender.writeTo(out);
    }
  }

  @Override
  public void readFrom(DataInput in) throws IOException {
    salt = new byte[SALT_BYTES];
    in.readFully(salt);
    count = in.readLong();
    refusal = in.readBoolean();
    if (in.readBoolean()) {
      IpAddress read = new IpAddress();
      read.readFrom(in);
      sender = read;
    }
  }
}
