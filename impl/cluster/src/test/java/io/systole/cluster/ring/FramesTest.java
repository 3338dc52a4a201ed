package io.systole.cluster.ring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Cutting and putting together. */
final class FramesTest {

  @Property(tries = 50)
  void aMessageComesOutAsItWentIn(@ForAll @IntRange(max = 300_000) int size) throws Exception {
    byte[] message = message(size);
    Frames frames = new Frames(300_000);
    ImmutableList<byte[]> cut = Frames.cut(message);
    for (byte[] frame : cut.subList(0, cut.size() - 1)) {
      assertTrue(frames.add(frame).isEmpty());
    }
    assertArrayEquals(message, frames.add(cut.getLast()).orElseThrow());
  }

  @Test
  void aMessageThatBeginsAnewEndsTheOneBefore() throws Exception {
    Frames frames = new Frames(300_000);
    assertEquals(Optional.empty(), frames.add(Frames.cut(message(200_000)).getFirst()));
    assertArrayEquals(message(5), frames.add(Frames.cut(message(5)).getFirst()).orElseThrow());
  }

  @Test
  void theEndWithoutTheBeginningIsRefused() {
    Frames frames = new Frames(300_000);
    byte[] end = Frames.cut(message(200_000)).getLast();
    assertThrows(Frames.MalformedException.class, () -> frames.add(end));
  }

  @Test
  void aFrameAfterAHoleIsRefused() throws Exception {
    Frames frames = new Frames(300_000);
    ImmutableList<byte[]> cut = Frames.cut(message(200_000));
    assertEquals(Optional.empty(), frames.add(cut.get(0)));
    assertThrows(Frames.MalformedException.class, () -> frames.add(cut.get(2)));
    assertThrows(Frames.MalformedException.class, () -> frames.add(cut.get(1)));
  }

  @Test
  void tooMuchIsRefused() {
    Frames frames = new Frames(1000);
    byte[] first = Frames.cut(message(1001)).getFirst();
    assertThrows(Frames.MalformedException.class, () -> frames.add(first));
    assertThrows(Frames.MalformedException.class, () -> frames.add(new byte[] {9}));
  }

  private static byte[] message(int size) {
    byte[] message = new byte[size];
    new Random(size).nextBytes(message);
    return message;
  }
}
