package io.systole.scheduler.ordering;

import java.util.Arrays;

/**
 * Which relations each two actions are linked by: a hash table from a pair of numbers to a set of
 * bits, in two arrays, because there is a pair for each link and boxing them costs more than the
 * links themselves.
 */
final class PairTable {

  private static final long FREE = -1;
  private static final int FIRST_SIZE = 1 << 10;

  private long[] pairs = freed(FIRST_SIZE);
  private int[] bits = new int[FIRST_SIZE];
  private int count;

  /**
   * Adds relations to those of a pair.
   *
   * @param first not negative
   * @param relations at least one
   * @return false, and nothing is added, if the pair has one of them already
   */
  boolean add(int first, int then, int relations) {
    long pair = ((long) first << Integer.SIZE) | then;
    int place = place(pairs, pair);
    if ((bits[place] & relations) != 0) {
      return false;
    }
    bits[place] |= relations;
    if (pairs[place] == FREE) {
      pairs[place] = pair;
      count++;
      if (count > pairs.length / 2) {
        grow();
      }
    }
    return true;
  }

  private static long[] freed(int size) {
    long[] free = new long[size];
    Arrays.fill(free, FREE);
    return free;
  }

  /** Where a pair is, or would be. */
  private static int place(long[] table, long pair) {
    int mask = table.length - 1;
    // Fibonacci hashing: numbers of neighbours are spread over the whole table.
    int place = (int) ((pair * 0x9E3779B97F4A7C15L) >>> 32) & mask;
    while (table[place] != pair && table[place] != FREE) {
      place = (place + 1) & mask;
    }
    return place;
  }

  private void grow() {
    long[] morePairs = freed(pairs.length * 2);
    int[] moreBits = new int[morePairs.length];
    for (int i = 0; i < pairs.length; i++) {
      if (pairs[i] != FREE) {
        int place = place(morePairs, pairs[i]);
        morePairs[place] = pairs[i];
        moreBits[place] = bits[i];
      }
    }
    pairs = morePairs;
    bits = moreBits;
  }
}
