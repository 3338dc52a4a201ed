package io.systole.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What fails is made as small as it gets, and still fails for the same reason. */
class ShrinkerTest {

  private static final int PLENTY = 10_000;

  @Property(tries = 200)
  void exactlyTheCulpritsAreLeft(
      @ForAll @Size(max = 4) List<@IntRange(max = 59) Integer> culprits) {
    ImmutableSet<Integer> guilty = ImmutableSet.copyOf(culprits);

    assertEquals(
        guilty.stream().sorted().toList(),
        new Shrinker<Integer>(some -> some.containsAll(guilty), PLENTY).shrink(numbers(60)));
  }

  @Test
  void whatFailsForMoreThanOneReasonIsLeftWithOne() {
    assertEquals(
        ImmutableList.of(31),
        new Shrinker<Integer>(some -> some.contains(7) || some.contains(31), PLENTY)
            .shrink(numbers(40)));
  }

  @Test
  void attemptsAreBounded() {
    List<ImmutableList<Integer>> tried = new ArrayList<>();
    ImmutableList<Integer> left =
        new Shrinker<Integer>(
                some -> {
                  tried.add(some);
                  return some.contains(5);
                },
                4)
            .shrink(numbers(1000));

    assertEquals(4, tried.size());
    assertTrue(left.contains(5) && left.size() < 1000, () -> left.size() + " are left");
  }

  /** A cluster that is told not to fence starts again what may still run on a node that is lost. */
  @Test
  void aPlantedFailureIsShrunkToTheFaultsThatItTakes() {
    SimulationOptions options =
        SimulationOptions.of(PLANTED)
            .with(Saboteurs.NO_FENCING)
            .with(
                FaultOptions.of(
                    Duration.ofSeconds(2),
                    FaultKind.NODE_CRASH,
                    FaultKind.DAEMON_KILL,
                    FaultKind.MESSAGE_LOSS,
                    FaultKind.CONFIGURATION_CHANGE,
                    FaultKind.DISK_FULL));
    BrokenPromise broken = assertThrows(BrokenPromise.class, () -> new Simulation(options).run());
    assertEquals(Promise.FENCED_BEFORE_RECOVERY, broken.promise());

    Shrunk shrunk = Shrunk.of(options, broken);

    assertEquals(Promise.FENCED_BEFORE_RECOVERY, shrunk.broken().promise());
    assertTrue(shrunk.all().size() > 10, shrunk::toString);
    assertEquals(1, shrunk.left().size(), shrunk::toString);
    assertEquals(FaultKind.NODE_CRASH, shrunk.left().get(0).kind(), shrunk::toString);
    String again = " -Dsimulation.strikes=" + shrunk.left().get(0).number() + "\n";
    assertTrue(
        String.valueOf(shrunk.broken().getMessage()).contains(again),
        () -> shrunk.broken().getMessage());
  }

  private static final long PLANTED = 4;

  private static ImmutableList<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().collect(ImmutableList.toImmutableList());
  }
}
