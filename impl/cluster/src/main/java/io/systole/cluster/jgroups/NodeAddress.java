package io.systole.cluster.jgroups;

import io.systole.cluster.group.GroupCodec;
import io.systole.kernel.NodeName;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jgroups.Address;
import org.jgroups.util.ExtendedUUID;

/**
 * A node's address in JGroups: unique for each start of its engine, and with the node's name and
 * protocol version in it, so that every member of a view knows them of every other.
 */
final class NodeAddress {

  private static final String NAME = "n";
  private static final String VERSION = "v";
  private static final String OUR_VERSION = Integer.toString(GroupCodec.VERSION);

  private NodeAddress() {}

  static ExtendedUUID of(NodeName name) {
    return ExtendedUUID.randomUUID(name.value())
        .put(NAME, name.value().getBytes(StandardCharsets.UTF_8))
        .put(VERSION, OUR_VERSION.getBytes(StandardCharsets.UTF_8));
  }

  /** The node's name, if the address is one of ours and of our version. */
  static Optional<NodeName> name(Address address) {
    if (!(address instanceof ExtendedUUID uuid)) {
      return Optional.empty();
    }
    byte[] name = uuid.get(NAME);
    byte[] version = uuid.get(VERSION);
    if (name == null
        || version == null
        || !OUR_VERSION.equals(new String(version, StandardCharsets.UTF_8))) {
      return Optional.empty();
    }
    try {
      return Optional.of(new NodeName(new String(name, StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** What tells two starts of one node apart. */
  static long incarnation(ExtendedUUID address) {
    return address.getMostSignificantBits();
  }
}
