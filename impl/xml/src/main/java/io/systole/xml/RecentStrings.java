package io.systole.xml;

import org.jspecify.annotations.Nullable;

/**
 * Gives equal strings of one document as one. It remembers the last that was met in each of its
 * places, of which there are more the longer the document is, but never more than a fixed number: a
 * short message costs little, and a great document no more memory than it saves.
 */
final class RecentStrings {

  private static final int LEAST_PLACES = 1 << 6;
  private static final int MOST_PLACES = 1 << 16;

  /** Longer values are rarely met twice, so they are not worth the look-up. */
  private static final int LONGEST = 64;

  private @Nullable String[] places = new @Nullable String[LEAST_PLACES];
  private int taken;

  /** The string, cleaned of what can't stand in XML, or one that is equal to that. */
  String cleaned(String value) {
    if (value.length() > LONGEST) {
      return XmlText.cleaned(value);
    }
    int place = place(value, places.length);
    String known = places[place];
    if (known != null && known.equals(value)) {
      return known;
    }
    String cleaned = XmlText.cleaned(value);
    places[place] = cleaned;
    if (known == null && ++taken > places.length / 2 && places.length < MOST_PLACES) {
      grow();
    }
    return cleaned;
  }

  private static int place(String value, int places) {
    int hash = value.hashCode();
    return (hash ^ (hash >>> 15)) & (places - 1);
  }

  private void grow() {
    @Nullable String[] more = new @Nullable String[places.length * 4];
    taken = 0;
    for (String known : places) {
      if (known != null) {
        int place = place(known, more.length);
        taken += more[place] == null ? 1 : 0;
        more[place] = known;
      }
    }
    places = more;
  }
}
