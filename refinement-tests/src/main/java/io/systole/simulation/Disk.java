package io.systole.simulation;

import io.systole.cib.StoredCib;

/** What outlasts a node's crash. */
final class Disk {

  private final boolean lies;
  private StoredCib cib;
  private final StoredCib first;
  private boolean full;

  /**
   * @param lies whether a crash brings back the first configuration, whatever was stored since
   */
  Disk(StoredCib cib, boolean lies) {
    this.cib = cib;
    this.first = cib;
    this.lies = lies;
  }

  StoredCib cib() {
    return cib;
  }

  void write(StoredCib stored) {
    cib = stored;
  }

  /** The node lost its power. */
  void crashed() {
    if (lies) {
      cib = new StoredCib(first.cib(), cib.term(), cib.seen());
    }
  }

  boolean isFull() {
    return full;
  }

  void fill(boolean nowFull) {
    full = nowFull;
  }
}
