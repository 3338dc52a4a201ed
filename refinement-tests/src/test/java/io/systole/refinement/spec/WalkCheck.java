package io.systole.refinement.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.systole.kernel.Trace;
import io.systole.refinement.graph.Composition;
import io.systole.refinement.manifest.Manifest;
import io.systole.refinement.tlc.TlcException;
import io.systole.refinement.tlc.TlcSpec;
import io.systole.refinement.trace.RandomWalk;
import io.systole.refinement.trace.TraceValidator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Walks a protocol's machines at random, far beyond its models, and holds each step against the
 * specification. {@code -Dsystole.trace.seed=N} begins elsewhere, {@code -Dsystole.trace.walks=N}
 * walks more often.
 *
 * @param walks how often and how far
 * @param told what the composition keeps of a state
 * @param hearing the actions by which a node hears something
 * @param form how a step is put to the specification
 */
public record WalkCheck<S, E, F>(
    Walks walks,
    UnaryOperator<S> told,
    ImmutableSet<String> hearing,
    TraceValidator.Form<S, E, F> form) {

  private static final long SEED = Long.getLong("systole.trace.seed", 1);

  /**
   * How often, and how far.
   *
   * @param module that has the operator by which steps are checked
   * @param model its configuration
   * @param undecided see {@link RandomWalk.Form}
   */
  public record Walks(
      String protocol,
      String module,
      String model,
      int count,
      int steps,
      ImmutableSet<String> undecided) {

    /** Walks of a protocol whose specification decides everything. */
    public Walks(String protocol, String module, String model, int count, int steps) {
      this(protocol, module, model, count, steps, ImmutableSet.of());
    }
  }

  /** Fails at the first step that is not as specified, and counts the others for coverage. */
  public void walk(Function<RandomWalk<S, E, F>, Composition<?>> composition)
      throws TlcException, IOException {
    List<Trace.TracedStep> trace = new ArrayList<>();
    for (int i = 0; i < Integer.getInteger("systole.trace.walks", walks.count()); i++) {
      RandomWalk<S, E, F> walk =
          new RandomWalk<>(
              new RandomWalk.Form<>(walks.protocol() + " " + i, told, hearing, walks.undecided()));
      trace.addAll(walk.walk(composition.apply(walk), new Random(SEED + i), walks.steps()));
    }
    Manifest manifest = Specs.manifest(walks.protocol());
    TlcSpec spec =
        new TlcSpec(manifest.folder(), walks.module(), walks.model(), manifest.libraries());
    try (TlcSpec.Evaluator evaluator = spec.evaluator()) {
      TraceValidator<S, E, F> validator = new TraceValidator<>(evaluator, form);
      assertEquals(ImmutableList.of(), validator.validate(trace), () -> "seed " + SEED);
      Specs.traced(walks.protocol(), validator.kinds());
    }
  }
}
