package io.systole.refinement.join;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
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
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The elections and the join sequences within the controllers of a simulated cluster, which loses
 * nodes, messages and time, take no step that their specifications do not.
 */
class ControllerTraceTest {

  /** The nodes, and who stands for nobody in the term of a CIB that no DC has made anybody's. */
  private static final Names NAMES =
      Names.of(
          ImmutableSortedSet.<NodeName>naturalOrder()
              .addAll(Names.count(3).nodes())
              .add(StoredCib.BEFORE_ALL.coordinator())
              .build());

  private static final long SEED = Long.getLong("systole.trace.seed", 4);

  private static final Map<String, List<Trace.TracedStep>> PARTS = new TreeMap<>();

  @BeforeAll
  static void run() {
    Trace trace = step -> PARTS.computeIfAbsent(step.machine(), _ -> new ArrayList<>()).add(step);
    var _ = new Simulation(SimulationOptions.of(SEED).with(trace)).run();
  }

  @Test
  void electionsAreAsSpecified() throws TlcException {
    Manifest manifest = Specs.manifest("election");
    TlcSpec spec =
        new TlcSpec(manifest.folder(), "MCElection", "MCElectionRounds", manifest.libraries());
    try (TlcSpec.Evaluator evaluator = spec.evaluator()) {
      validate(
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

  @Test
  void joinsAreAsSpecified() throws TlcException {
    Manifest manifest = Specs.manifest("join");
    TlcSpec spec = new TlcSpec(manifest.folder(), "MCJoin", "MCJoin", manifest.libraries());
    try (TlcSpec.Evaluator evaluator = spec.evaluator()) {
      validate(
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

  private static void validate(String machine, TraceValidator<?, ?, ?> validator)
      throws TlcException {
    List<Trace.TracedStep> steps = PARTS.getOrDefault(machine, List.of());
    assertTrue(steps.size() > 50, () -> machine + " took " + steps.size() + " steps");
    assertEquals(ImmutableList.of(), validator.validate(steps), () -> "seed " + SEED);
  }
}
