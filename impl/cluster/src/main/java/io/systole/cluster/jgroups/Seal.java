package io.systole.cluster.jgroups;

import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.EmptyMessage;
import org.jgroups.Event;
import org.jgroups.Message;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.stack.IpAddress;
import org.jgroups.stack.Protocol;
import org.jgroups.util.ByteArray;
import org.jgroups.util.FastArray;
import org.jgroups.util.MessageBatch;
import org.jgroups.util.Util;
import org.jspecify.annotations.Nullable;

/**
 * The layer right above the transport: whatever leaves the node, headers and all, is encrypted and
 * authenticated with the cluster's key, and whatever was not is dropped and reported. So a node
 * with another key can neither read nor say anything. JGroups' own encryption leaves headers and
 * empty messages in the clear and does not authenticate.
 */
public final class Seal extends Protocol {

  private static final short PROTOCOL_ID = 2410;
  private static final long REFUSAL_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

  static {
    ClassConfigurator.addProtocol(PROTOCOL_ID, Seal.class);
    ClassConfigurator.add(SealHeader.MAGIC, SealHeader.class);
  }

  private final Sealer sealer;
  private final Listener listener;
  private final AtomicLong lastRefusal = new AtomicLong(System.nanoTime() - REFUSAL_INTERVAL_NANOS);

  /** Hears of keys that do not match. */
  interface Listener {

    /** Something came that this cluster's key does not open. */
    void couldNotOpen(@Nullable InetSocketAddress from);

    /** A node could not open what this one said. Nobody vouches for that message itself. */
    void couldNotBeOpenedBy(@Nullable InetSocketAddress by);

    /** Whether a node of this cluster listens there. */
    boolean isMember(InetSocketAddress address);
  }

  Seal(Sealer sealer, Listener listener) {
    this.sealer = sealer;
    this.listener = listener;
  }

  @Override
  public Object down(Message message) {
    try {
      if (message.getSrc() == null) {
        message.setSrc(local_addr);
      }
      ByteArray plain = Util.messageToBuffer(message);
      long count = sealer.nextCount();
      byte[] sealed = sealer.seal(plain.array(), plain.length(), count);
      Message outer =
          new BytesMessage(message.getDest(), sealed)
              .setSrc(message.getSrc())
              .setFlag(message.getFlags(false), false)
              .setFlag(message.getFlags(true), true)
              .putHeader(PROTOCOL_ID, new SealHeader(sealer.salt(), count, false, here()));
      return down_prot.down(outer);
    } catch (Exception e) {
      throw new IllegalStateException("a message could not be sealed", e);
    }
  }

  @Override
  public @Nullable Object up(Message message) {
    Message opened = open(message);
    return opened == null ? null : up_prot.up(opened);
  }

  @Override
  public void up(MessageBatch batch) {
    FastArray<Message>.FastIterator each = (FastArray<Message>.FastIterator) batch.iterator();
    while (each.hasNext()) {
      Message opened = open(each.next());
      if (opened == null) {
        each.remove();
      } else {
        each.replace(opened);
      }
    }
    if (!batch.isEmpty()) {
      up_prot.up(batch);
    }
  }

  private @Nullable Message open(Message message) {
    SealHeader header = message.getHeader(PROTOCOL_ID);
    if (header == null) {
      listener.couldNotOpen(null);
      return null;
    }
    if (header.isRefusal()) {
      listener.couldNotBeOpenedBy(socket(header.sender()));
      return null;
    }
    try {
      byte[] plain =
          sealer.open(header, message.getArray(), message.getOffset(), message.getLength());
      Message opened = Util.messageFromBuffer(plain, 0, plain.length);
      return sameWay(message, opened) ? opened : null;
    } catch (GeneralSecurityException e) {
      refuse(header.sender());
      return null;
    } catch (Exception e) {
      log.warn("a sealed message holds no message: %s", e);
      return null;
    }
  }

  /** Whether what stands outside is what stands inside, where nobody can change it. */
  private static boolean sameWay(Message outer, Message inner) {
    Address source = inner.getSrc();
    return source != null
        && source.equals(outer.getSrc())
        && (inner.getDest() == null) == (outer.getDest() == null);
  }

  private void refuse(@Nullable IpAddress sender) {
    InetSocketAddress from = socket(sender);
    listener.couldNotOpen(from);
    long last = lastRefusal.get();
    long now = System.nanoTime();
    if (from != null
        && listener.isMember(from)
        && now - last >= REFUSAL_INTERVAL_NANOS
        && lastRefusal.compareAndSet(last, now)) {
      down_prot.down(
          new EmptyMessage(sender)
              .setSrc(local_addr)
              .setFlag(Message.Flag.OOB)
              .putHeader(PROTOCOL_ID, new SealHeader(sealer.salt(), 0, true, here())));
    }
  }

  private @Nullable IpAddress here() {
    return down_prot.down(new Event(Event.GET_PHYSICAL_ADDRESS, local_addr)) instanceof IpAddress ip
        ? ip
        : null;
  }

  private static @Nullable InetSocketAddress socket(@Nullable IpAddress address) {
    return address == null
        ? null
        : new InetSocketAddress(address.getIpAddress(), address.getPort());
  }
}
