package io.systole.cib;

import com.google.common.base.Ascii;
import java.util.Optional;

/** What kind of thing stands against an edit, for programs. */
public enum EditFault {
  /** What is to be changed is not there. */
  MISSING,
  /** What is to be created is there. */
  EXISTS,
  /** The CIB has changed since the change was made up. */
  OUTDATED,
  /** The result would be no valid CIB. */
  INVALID,
  /** Whoever asks may not. */
  DENIED,
  /** The change itself makes no sense. */
  NONSENSE;

  /** As it is written in messages. */
  public String word() {
    return Ascii.toLowerCase(name());
  }

  /** What {@link #word} writes. */
  public static Optional<EditFault> of(String word) {
    for (EditFault fault : values()) {
      if (fault.word().equals(word)) {
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }
}
