package io.systole.scheduler.ordering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PairTableTest {

  @Test
  void aPairHasADirection() {
    PairTable table = new PairTable();
    assertTrue(table.add(1, 2, 4));
    assertTrue(table.add(2, 1, 4));
    assertFalse(table.add(1, 2, 4));
  }

  @Test
  void whatSharesARelationIsNotAdded() {
    PairTable table = new PairTable();
    assertTrue(table.add(0, 0, 1));
    assertFalse(table.add(0, 0, 3));
    assertTrue(table.add(0, 0, 2));
  }

  @Test
  void itGrows() {
    PairTable table = new PairTable();
    for (int i = 0; i < 20_000; i++) {
      assertTrue(table.add(i, i / 2, 1));
    }
    for (int i = 0; i < 20_000; i++) {
      assertFalse(table.add(i, i / 2, 1));
      assertTrue(table.add(i, i / 2, 2));
    }
  }

  @Property
  void itIsAMapFromPairsToBits(
      @ForAll @Size(max = 300) List<@IntRange(min = 0, max = 0x7FF) Integer> draws) {
    PairTable table = new PairTable();
    Map<List<Integer>, Integer> model = new LinkedHashMap<>();
    for (int draw : draws) {
      int first = draw & 7;
      int then = (draw >> 3) & 7;
      int bits = 1 << ((draw >> 6) & 7);
      int known = model.getOrDefault(List.of(first, then), 0);
      assertEquals((known & bits) == 0, table.add(first, then, bits));
      model.put(List.of(first, then), known | bits);
    }
  }
}
