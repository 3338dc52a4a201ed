package io.systole.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.protocol.controller.ControllerEffect;
import io.systole.protocol.transition.TransitionKey;
import io.systole.xml.Element;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Breaks each promise on purpose and sees its check fire, and fire for nothing else. */
class SabotageTest {

  private static final Duration LONG_ENOUGH = Duration.ofMinutes(2);

  /** What is broken, what is done to the cluster, and the promise that this breaks. */
  static Stream<Arguments> sabotages() {
    return Stream.of(
        of(
            Promise.RUNS_ONCE,
            Saboteurs.LYING_SWITCHES,
            run -> run.chaos().pause(run.node("n2"), LONG_ENOUGH)),
        of(
            Promise.FENCED_BEFORE_RECOVERY,
            Saboteurs.NO_FENCING,
            run -> run.chaos().crash(run.node("n2"))),
        of(Promise.ACKNOWLEDGED_STAYS, Saboteurs.LYING_DISKS, SabotageTest::changeAndCrashAll),
        of(
            Promise.REPLICAS_AGREE,
            Saboteurs.OTHER_CHANGES,
            run -> run.chaos().client().change(run.node("n1"))),
        of(Promise.NO_STALE_COORDINATOR, Saboteurs.OBEDIENT_EXECUTOR, SabotageTest::giveOldOrder),
        of(
            Promise.FENCING_STAYS_FINISHED,
            Saboteurs.FORGETFUL_FENCER,
            run -> run.chaos().crash(run.node("n3"))),
        of(Promise.NOTHING_CRASHES, Saboteurs.FRAGILE_CONTROLLER, run -> {}));
  }

  private static Arguments of(Promise promise, Sabotage sabotage, Consumer<Simulation> deed) {
    return Arguments.of(promise, sabotage, deed);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sabotages")
  void aBrokenPromiseIsNoticed(Promise promise, Sabotage sabotage, Consumer<Simulation> deed) {
    Simulation run = new Simulation(SimulationOptions.of(1).quiet().with(sabotage));
    BrokenPromise broken =
        assertThrows(
            BrokenPromise.class,
            () -> {
              run.boot();
              run.runFor(Duration.ofSeconds(40));
              deed.accept(run);
              run.runFor(LONG_ENOUGH);
            });
    assertEquals(promise, broken.promise(), () -> run.told(broken).getMessage());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sabotages")
  void withoutSabotageTheSameDeedsBreakNothing(
      Promise promise, Sabotage sabotage, Consumer<Simulation> deed) {
    Simulation run = new Simulation(SimulationOptions.of(1).quiet());
    run.boot();
    run.runFor(Duration.ofSeconds(40));
    deed.accept(run);
    run.runFor(LONG_ENOUGH);
    run.converge(LONG_ENOUGH);
  }

  @Test
  void aClusterThatDoesNotComeToRestIsNoticed() {
    Simulation run = new Simulation(SimulationOptions.of(1).quiet().with(Saboteurs.NO_RESOURCES));
    BrokenPromise broken = assertThrows(BrokenPromise.class, run::run);
    assertEquals(Promise.CONVERGES, broken.promise());
  }

  private static void changeAndCrashAll(Simulation run) {
    run.chaos().client().change(run.node("n1"));
    run.runFor(Duration.ofSeconds(1));
    assertEquals(1, run.chaos().client().acknowledged());
    run.nodes().values().forEach(run.chaos()::crash);
  }

  /** What a coordinator says that was stopped before the present one came into office. */
  private static void giveOldOrder(Simulation run) {
    Element operation =
        Element.of(
                "rsc_op",
                "id",
                "1",
                "operation",
                "monitor",
                "operation_key",
                "address_monitor_0",
                "transition-key",
                "1:1:7:old")
            .plus(
                Element.of(
                    "primitive",
                    "id",
                    "address",
                    "class",
                    "ocf",
                    "provider",
                    "systole",
                    "type",
                    "Dummy"))
            .plus(Element.of("attributes"));
    run.node("n2")
        .ask(
            ExecutorProcess.class,
            executor ->
                executor.execute(
                    new ControllerEffect.Execute(
                        new Epoch(0, new NodeName("n1")),
                        new TransitionKey(1, 1, 7, "old"),
                        operation)));
  }
}
