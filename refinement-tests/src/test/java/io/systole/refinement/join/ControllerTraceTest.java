package io.systole.refinement.join;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.cib.StoredCib;
import io.systole.kernel.NodeName;
import io.systole.kernel.Trace;
import io.systole.protocol.election.ElectionEffect;
import io.systole.protocol.election.ElectionEvent;
import io.systole.protocol.election.ElectionState;
import io.systole.protocol.join.JoinEffect;
import io.systole.protocol.join.JoinEvent;
import io.systole.protocol.join.JoinState;
import io.systole.refinement.bus.Names;
import io.systole.refinement.election.ElectionBinding;
import io.systole.refinement.manifest.Manifest;
import io.systole.refinement.spec.Specs;
import io.systole.refinement.tlc.TlcException;
import io.systole.refinement.tlc.TlcSpec;
import io.systole.refinement.trace.TraceValidator;
import io.systole.simulation.Simulation;
import io.systole.simulation.SimulationOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The elections and the join sequences within the controllers of simulated clusters, which lose
 * nodes, messages and time, take no step that their specifications do not. {@code
 * -Dsystole.trace.seeds=N} validates that many runs, {@code -Dsystole.trace.seed=N} begins with
 * that one. Every other run is one of two nodes.
 */
class ControllerTraceTest {

  /** The nodes, and who stands for nobody in the term of a CIB that no DC has made anybody's. */
  private static final Names NAMES =
      Names.of(
          ImmutableSortedSet.<NodeName>naturalOrder()
              .addAll(Names.count(3).nodes())
              .add(StoredCib.BEFORE_ALL.coordinator())
              .build());

  private static final long FIRST = Long.getLong("systole.trace.seed", 4);
  private static final long SEEDS = Long.getLong("systole.trace.seeds", 40);

  /** A run and the steps of the machines in it. */
  private record Run(
      SimulationOptions options, ImmutableListMultimap<String, Trace.TracedStep> parts) {

    static Run of(long seed) {
      SimulationOptions options = SimulationOptions.of(seed, seed % 2 == 0 ? 3 : 2);
      ImmutableListMultimap.Builder<String, Trace.TracedStep> parts =
          ImmutableListMultimap.builder();
      Trace trace = step -> parts.put(step.machine(), step);
      var _ = new Simulation(options.with(trace)).run();
      return new Run(options, parts.build());
    }
  }

  private static final List<Run> RUNS = new ArrayList<>();

  @BeforeAll
  static void run() {
    LongStream.range(FIRST, FIRST + SEEDS).mapToObj(Run::of).forEach(RUNS::add);
  }

  @Test
  void electionsAreAsSpecified() throws TlcException {
    validateElections(3, "MCElectionRounds");
  }

  @Test
  void electionsOfTwoNodesAreAsSpecified() throws TlcException {
    validateElections(2, "MCElection");
  }

  /** The model has as many nodes as are expected. */
  private static void validateElections(int nodes, String model) throws TlcException {
    Manifest manifest = Specs.manifest("election");
    TlcSpec spec = new TlcSpec(manifest.folder(), "MCElection", model, manifest.libraries());
    try (TlcSpec.Evaluator evaluator = spec.evaluator()) {
      for (Run run : RUNS) {
        if (run.options().nodes() == nodes) {
          validate(
              run,
              "Election",
              new TraceValidator<>(
                  evaluator,
                  new TraceValidator.Form<>(
                      "TraceStep",
                      ElectionState.class,
                      ElectionEvent.class,
                      ElectionEffect.class,
                      NAMES,
                      new ElectionBinding(NAMES))));
        }
      }
    }
  }

  @Test
  void joinsAreAsSpecified() throws TlcException {
    Manifest manifest = Specs.manifest("join");
    TlcSpec spec = new TlcSpec(manifest.folder(), "MCJoin", "MCJoin", manifest.libraries());
    try (TlcSpec.Evaluator evaluator = spec.evaluator()) {
      for (Run run : RUNS) {
        validate(
            run,
            "Join",
            new TraceValidator<>(
                evaluator,
                new TraceValidator.Form<>(
                    "TraceStep",
                    JoinState.class,
                    JoinEvent.class,
                    JoinEffect.class,
                    NAMES,
                    new JoinBinding(NAMES))));
      }
    }
  }

  private static void validate(Run run, String machine, TraceValidator<?, ?, ?> validator)
      throws TlcException {
    ImmutableList<Trace.TracedStep> steps = run.parts().get(machine);
    assertTrue(steps.size() > 20, () -> machine + " took " + steps.size() + " steps");
    assertEquals(
        ImmutableList.of(),
        validator.validate(steps),
        () -> "seed " + run.options().seed() + " of " + run.options().nodes() + " nodes");
  }
}
