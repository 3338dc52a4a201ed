package io.systole.ipc;

import io.systole.xml.Element;
import java.util.function.Supplier;

/** A client as its server sees it, from the hello until its connection ends. */
public interface Peer {

  /** Differs between any two connections to one server. */
  long number();

  /** What the client calls itself. It is a name for people, and proves nothing. */
  String role();

  /** The client's build. */
  String build();

  /** Who the client is, as the kernel says. */
  Credentials credentials();

  /**
   * Sends an event that must not be missed. Returns at once. A client that lets {@link
   * IpcLimits#maxQueued} messages pile up is cut off: it will connect again and ask for all.
   */
  void event(Element body);

  /**
   * Sends an event that makes older ones of the same key pointless: a slow client gets the latest
   * alone, so this never cuts it off. Returns at once.
   */
  void latest(String key, Element body);

  /**
   * Sends an event that says what has changed since the last one, or the whole where that has not
   * gone out yet: a slow client gets the newest whole alone, so this never cuts it off. Returns at
   * once.
   *
   * @param key as for {@link #latest}
   * @param family what the keys begin with of all events that are changes of one thing
   * @param change made of the last event of the family
   * @param whole asked for if the change would be made of an event that waits
   */
  void change(String key, String family, Element change, Supplier<Element> whole);

  /** Ends the connection after the client was told why. Returns at once. */
  void cutOff(IpcError why);

  boolean isOpen();
}
