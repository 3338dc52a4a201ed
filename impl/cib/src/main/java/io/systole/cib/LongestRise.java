package io.systole.cib;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Finds the most elements of a list that stand in rising order (patience sorting). */
final class LongestRise {

  private LongestRise() {}

  /** The indices of a longest strictly rising selection; numbers below 0 are never selected. */
  static BitSet of(List<Integer> numbers) {
    int[] tops = new int[numbers.size()];
    int[] topIndex = new int[numbers.size()];
    int[] previous = new int[numbers.size()];
    int piles = 0;
    for (int i = 0; i < numbers.size(); i++) {
      int number = numbers.get(i);
      if (number < 0) {
        continue;
      }
      int found = Arrays.binarySearch(tops, 0, piles, number);
      int pile = found >= 0 ? found : -found - 1;
      tops[pile] = number;
      topIndex[pile] = i;
      previous[i] = pile == 0 ? -1 : topIndex[pile - 1];
      piles = Math.max(piles, pile + 1);
    }
    BitSet selected = new BitSet();
    for (int i = piles == 0 ? -1 : topIndex[piles - 1]; i >= 0; i = previous[i]) {
      selected.set(i);
    }
    return selected;
  }
}
