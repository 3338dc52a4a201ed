package io.systole.refinement.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.cib.StoredCib;
import io.systole.kernel.NodeName;
import io.systole.kernel.Trace;
import io.systole.protocol.cib.CibEffect;
import io.systole.protocol.cib.CibEvent;
import io.systole.protocol.cib.CibState;
import io.systole.protocol.election.ElectionEffect;
import io.systole.protocol.election.ElectionEvent;
import io.systole.protocol.election.ElectionState;
import io.systole.protocol.fencing.FencingEffect;
import io.systole.protocol.fencing.FencingEvent;
import io.systole.protocol.fencing.FencingState;
import io.systole.protocol.join.JoinEffect;
import io.systole.protocol.join.JoinEvent;
import io.systole.protocol.join.JoinState;
import io.systole.protocol.transition.TransitionEffect;
import io.systole.protocol.transition.TransitionEvent;
import io.systole.protocol.transition.TransitionState;
import io.systole.refinement.bus.Names;
import io.systole.refinement.cib.RunningReplicas;
import io.systole.refinement.election.ElectionBinding;
import io.systole.refinement.fencing.FencingBinding;
import io.systole.refinement.fencing.FencingValues;
import io.systole.refinement.join.JoinBinding;
import io.systole.refinement.manifest.Manifest;
import io.systole.refinement.spec.Specs;
import io.systole.refinement.tlc.TlcException;
import io.systole.refinement.tlc.TlcSpec;
import io.systole.refinement.transition.TransitionBinding;
import io.systole.simulation.Simulation;
import io.systole.simulation.SimulationOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The machines of simulated clusters, which lose nodes, messages and time, take no step that their
 * specifications do not: elections, join sequences and transitions within the controllers, replicas
 * of the CIB, and fencers. {@code -Dsystole.trace.seeds=N} validates that many runs, {@code
 * -Dsystole.trace.seed=N} begins with that one. Every other run is one of two nodes.
 */
class SimulationTraceTest {

  /** The nodes, and who stands for nobody in the term of a CIB that no DC has made anybody's. */
  private static final Names NAMES =
      Names.of(
          ImmutableSortedSet.<NodeName>naturalOrder()
              .addAll(Names.count(3).nodes())
              .add(StoredCib.BEFORE_ALL.coordinator())
              .build());

  /** The devices of the simulated CIB. */
  private static final ImmutableList<String> DEVICES =
      Names.count(3).nodes().stream()
          .map(node -> "fence-" + node)
          .collect(ImmutableList.toImmutableList());

  private static final long FIRST = Long.getLong("systole.trace.seed", 4);
  private static final long SEEDS = Long.getLong("systole.trace.seeds", 200);

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

    boolean has(int nodes) {
      return options.nodes() == nodes;
    }
  }

  /**
   * Whose steps are validated.
   *
   * @param machine the name that traces know it by
   * @param module that has the operator, with its configuration
   */
  private record Subject(String machine, String protocol, String module, String model) {}

  private static final List<Run> RUNS = new ArrayList<>();

  @BeforeAll
  static void run() {
    LongStream.range(FIRST, FIRST + SEEDS).mapToObj(Run::of).forEach(RUNS::add);
  }

  /** What other tests in this process do with the memory is theirs. */
  @AfterAll
  static void forget() {
    RUNS.clear();
  }

  @Test
  void electionsAreAsSpecified() throws TlcException {
    Subject subject = new Subject("Election", "election", "MCElection", "MCElectionRounds");
    validate(subject, run -> run.has(3), SimulationTraceTest::election);
  }

  /** The model has as many nodes as are expected. */
  @Test
  void electionsOfTwoNodesAreAsSpecified() throws TlcException {
    Subject subject = new Subject("Election", "election", "MCElection", "MCElection");
    validate(subject, run -> run.has(2), SimulationTraceTest::election);
  }

  private static TraceValidator.Form<ElectionState, ElectionEvent, ElectionEffect> election() {
    return form(
        ElectionState.class, ElectionEvent.class, ElectionEffect.class, new ElectionBinding(NAMES));
  }

  @Test
  void joinsAreAsSpecified() throws TlcException {
    validate(
        new Subject("Join", "join", "MCJoin", "MCJoin"),
        _ -> true,
        () -> form(JoinState.class, JoinEvent.class, JoinEffect.class, new JoinBinding(NAMES)));
  }

  @Test
  void transitionsAreAsSpecified() throws TlcException {
    validate(
        new Subject("Transition", "transition", "MCTransition", "MCTransition"),
        _ -> true,
        () ->
            form(
                TransitionState.class,
                TransitionEvent.class,
                TransitionEffect.class,
                new TransitionBinding()));
  }

  @Test
  void replicasAreAsSpecified() throws TlcException {
    validate(
        new Subject("cib", "cib", "CibTrace", "CibTrace"),
        _ -> true,
        () -> form(CibState.class, CibEvent.class, CibEffect.class, new RunningReplicas(NAMES)));
  }

  @Test
  void fencersAreAsSpecified() throws TlcException {
    validate(
        new Subject("fencer", "fencing", "MCFencing", "MCFencing"),
        _ -> true,
        () ->
            form(
                FencingState.class,
                FencingEvent.class,
                FencingEffect.class,
                new FencingBinding(new FencingValues(NAMES, DEVICES))));
  }

  private static <S, E, F> TraceValidator.Form<S, E, F> form(
      Class<S> states, Class<E> events, Class<F> effects, Binding<S, E, F> binding) {
    return new TraceValidator.Form<>("TraceStep", states, events, effects, NAMES, binding);
  }

  private static <S, E, F> void validate(
      Subject subject, Predicate<Run> chosen, Supplier<TraceValidator.Form<S, E, F>> form)
      throws TlcException {
    List<Run> runs = RUNS.stream().filter(chosen).toList();
    assumeFalse(runs.isEmpty(), "the seeds that were asked for have no run of that size");
    // A run in which nothing goes wrong may be a short one.
    int all = runs.stream().mapToInt(run -> run.parts().get(subject.machine()).size()).sum();
    assertTrue(all > 20 * runs.size(), () -> subject.machine() + " took but " + all + " steps");
    Manifest manifest = Specs.manifest(subject.protocol());
    TlcSpec spec =
        new TlcSpec(manifest.folder(), subject.module(), subject.model(), manifest.libraries());
    try (TlcSpec.Evaluator evaluator = spec.evaluator()) {
      for (Run run : runs) {
        assertEquals(
            ImmutableList.of(),
            new TraceValidator<>(evaluator, form.get())
                .validate(run.parts().get(subject.machine())),
            () -> "seed " + run.options().seed() + " of " + run.options().nodes() + " nodes");
      }
    }
  }
}
