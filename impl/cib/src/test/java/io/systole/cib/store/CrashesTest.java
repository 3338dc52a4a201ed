package io.systole.cib.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.systole.cib.Cib;
import io.systole.cib.CibVersion;
import io.systole.cib.StoredCib;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/**
 * Many crashes in one life of a folder: in saves, in the removal of old generations, and in the
 * start after a crash. Where the machine went down, what was not synced survives in any mixture;
 * where the process alone was killed, all of it is there to be read, and is not safe yet.
 */
final class CrashesTest {

  private static final int CRASHES = 40;
  private static final int MOST_STEPS_TO_CRASH = 25;

  /** A disk, what is on it, and what has been told about it. */
  private static final class Life {

    private final CrashingFiles files = new CrashingFiles();
    private final Random random;

    /** The greatest number whose save was acknowledged. */
    private int acknowledged;

    private int attempted;

    Life(long seed) {
      this.random = new Random(seed);
    }

    /**
     * Starts, saves until the machine goes down or the process is killed, and goes on with what has
     * survived.
     */
    void untilCrash() {
      files.crashAfter(random.nextInt(MOST_STEPS_TO_CRASH));
      try {
        CibStore store = new CibStore(files);
        check(assertInstanceOf(LoadResult.Loaded.class, store.load()));
        while (true) {
          attempted++;
          assertInstanceOf(SaveResult.Saved.class, store.save(stored(attempted)));
          acknowledged = attempted;
        }
      } catch (CrashingFiles.Crash e) {
        if (random.nextInt(4) == 0) {
          files.beginAnew();
        } else {
          files.comeUp(_ -> random.nextBoolean(), random.nextInt(101));
        }
      }
    }

    private void check(LoadResult.Loaded loaded) {
      int found =
          loaded.stored().map(stored -> Math.toIntExact(stored.cib().version().epoch())).orElse(0);
      assertTrue(loaded.damaged().isEmpty(), loaded::toString);
      assertTrue(
          found >= acknowledged && found <= attempted,
          () -> found + " was found, of " + attempted + " was " + acknowledged + " acknowledged");
      if (found > 0) {
        assertEquals(stored(found), loaded.stored().orElseThrow());
      }
      // What was found may be told to clients and other nodes from now on.
      acknowledged = found;
    }
  }

  @Property(tries = 500, shrinking = ShrinkingMode.OFF)
  void noAcknowledgedCibIsEverMissing(@ForAll long seed) {
    Life life = new Life(seed);
    for (int i = 0; i < CRASHES; i++) {
      life.untilCrash();
    }
  }

  /** The same on a disk that promises and does not keep: the test can fail. */
  @Test
  void aDiskThatLiesIsFoundOut() {
    Life life = new Life(7);
    life.files.lie();
    assertThrows(
        AssertionError.class,
        () -> {
          for (int i = 0; i < CRASHES; i++) {
            life.untilCrash();
          }
        });
  }

  private static StoredCib stored(int number) {
    Epoch epoch = new Epoch(number, new NodeName("n1"));
    return new StoredCib(Cib.empty().withVersion(new CibVersion(0, number, 0)), epoch, epoch);
  }
}
