package io.systole.scheduler.ordering;

import io.systole.scheduler.actions.Action;
import java.util.Arrays;

/** Whether actions are needed and possible, as it stands while orderings are worked out. */
public final class Flags {

  /** Nothing asks for it. */
  public static final int OPTIONAL = 1;

  /** Nothing stands against it. */
  public static final int RUNNABLE = 2;

  public static final int PSEUDO = 4;
  public static final int SHOWN = 8;
  public static final int MIGRATABLE = 16;

  /** Something made it pointless, so that nothing can ask for it any more. */
  public static final int CANCELLED = 32;

  private int[] bits = new int[64];

  void add(Action action) {
    if (action.index() >= bits.length) {
      bits = Arrays.copyOf(bits, Math.max(action.index() + 1, bits.length * 2));
    }
    bits[action.index()] =
        (action.optional() ? OPTIONAL : 0)
            | (action.runnable() ? RUNNABLE : 0)
            | (action.pseudo() ? PSEUDO : 0)
            | (action.shownAlways() ? SHOWN : 0)
            | (action.migratable() ? MIGRATABLE : 0);
  }

  int of(Action action) {
    return bits[action.index()];
  }

  boolean has(Action action, int flag) {
    return (bits[action.index()] & flag) != 0;
  }

  /** Takes a flag away; true if it was there. */
  boolean clear(Action action, int flag) {
    if (flag == OPTIONAL && has(action, CANCELLED)) {
      return false;
    }
    boolean had = has(action, flag);
    bits[action.index()] &= ~flag;
    return had;
  }

  void cancel(Action action) {
    set(action, OPTIONAL | CANCELLED);
  }

  void set(Action action, int flag) {
    bits[action.index()] |= flag;
  }

  /** Gives an action these flags and no others. */
  void put(Action action, int flags) {
    bits[action.index()] = flags;
  }

  Flags copy() {
    Flags copy = new Flags();
    copy.bits = bits.clone();
    return copy;
  }
}
