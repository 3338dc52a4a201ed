package io.systole.daemons.runtime;

import io.systole.ipc.Peer;
import io.systole.xml.Element;
import java.util.LinkedHashMap;
import java.util.Map;

/** Who wants to hear of a role's events. For the role's event loop alone. */
public final class Subscribers {

  private final Map<Long, Peer> peers = new LinkedHashMap<>();

  public void add(Peer peer) {
    peers.put(peer.number(), peer);
  }

  public void remove(Peer peer) {
    peers.remove(peer.number());
  }

  public boolean isEmpty() {
    return peers.isEmpty();
  }

  /** Tells all; see {@link Peer#event}. */
  public void publish(Element event) {
    peers.values().forEach(peer -> peer.event(event));
  }

  /** Tells all, unless something newer of this key comes first; see {@link Peer#latest}. */
  public void publishLatest(String key, Element event) {
    peers.values().forEach(peer -> peer.latest(key, event));
  }
}
