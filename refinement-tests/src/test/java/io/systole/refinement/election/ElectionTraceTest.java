package io.systole.refinement.election;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.Cause;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.Runner;
import io.systole.kernel.Trace;
import io.systole.protocol.election.Election;
import io.systole.protocol.election.ElectionConstants;
import io.systole.protocol.election.ElectionEffect;
import io.systole.protocol.election.ElectionEvent;
import io.systole.protocol.election.ElectionInvariants;
import io.systole.protocol.election.ElectionState;
import io.systole.protocol.election.Vote;
import io.systole.refinement.bus.Bus;
import io.systole.refinement.bus.Names;
import io.systole.refinement.manifest.Manifest;
import io.systole.refinement.spec.Specs;
import io.systole.refinement.tlc.TlcException;
import io.systole.refinement.tlc.TlcSpec;
import io.systole.refinement.trace.TraceValidator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What elections on a weak bus do is what their specification says, far beyond a model's bounds.
 */
class ElectionTraceTest {

  private static final Names NAMES = Names.count(3);
  private static final int MOVES = 600;

  private final List<Trace.TracedStep> trace = new ArrayList<>();
  private final TreeMap<NodeName, Runner<ElectionState, ElectionEvent, ElectionEffect>> nodes =
      new TreeMap<>();
  private Bus<Vote> bus = Bus.noBus(NAMES.all());
  private final List<ElectionEvent> heard = new ArrayList<>();
  private long incarnations;

  @Test
  void runsAreValidAndTamperedOnesAreRefused() throws TlcException, IOException {
    run(new Random(7));
    Manifest manifest = Specs.manifest("election");
    TlcSpec spec =
        new TlcSpec(manifest.folder(), "MCElection", "MCElectionRounds", manifest.libraries());
    try (TlcSpec.Evaluator evaluator = spec.evaluator()) {
      TraceValidator<?, ?, ?> validator = validator(evaluator);
      assertEquals(ImmutableList.of(), validator.validate(trace));
      Specs.traced("election", validator.kinds());
      assertRefused(evaluator, ImmutableList.of(), "the trace is empty");
      assertRefused(evaluator, trace.subList(5, trace.size()), "was not left in the state");
      List<Trace.TracedStep> hole = new ArrayList<>(trace);
      hole.remove(changed());
      assertRefused(evaluator, hole, "was not left in the state");
      List<Trace.TracedStep> tampered = new ArrayList<>(trace);
      Trace.TracedStep step = trace.get(changed());
      tampered.set(
          changed(),
          new Trace.TracedStep(
              step.machine(),
              step.node(),
              step.incarnation(),
              step.seq(),
              step.event(),
              step.cause(),
              step.sends(),
              step.pre(),
              step.pre(),
              step.effects(),
              step.refusal()));
      assertRefused(evaluator, tampered, "state should be");
    }
  }

  /** The first step that changed a state and that another one of its machine follows. */
  private int changed() {
    for (int i = 0; i < trace.size(); i++) {
      if (!trace.get(i).pre().equals(trace.get(i).post())) {
        return i;
      }
    }
    throw new AssertionError("nothing ever changed");
  }

  private static void assertRefused(
      TlcSpec.Evaluator evaluator, List<Trace.TracedStep> steps, String reason)
      throws TlcException {
    ImmutableList<String> problems = validator(evaluator).validate(steps);
    assertTrue(
        problems.stream().anyMatch(problem -> problem.contains(reason)), () -> reason + problems);
  }

  private static TraceValidator<ElectionState, ElectionEvent, ElectionEffect> validator(
      TlcSpec.Evaluator evaluator) {
    return new TraceValidator<>(
        evaluator,
        new TraceValidator.Form<>(
            "TraceStep",
            ElectionState.class,
            ElectionEvent.class,
            ElectionEffect.class,
            NAMES,
            new ElectionBinding(NAMES)));
  }

  private void run(Random random) {
    NAMES.nodes().forEach(this::boot);
    for (int i = 0; i < MOVES; i++) {
      NodeName node = NAMES.nodes().get(random.nextInt(NAMES.nodes().size()));
      int what = random.nextInt(100);
      if (what < 60) {
        hear(node);
      } else if (what < 70) {
        event(node, new ElectionEvent.VotesOverdue());
      } else if (what < 76) {
        event(node, new ElectionEvent.DeadtimePassed());
      } else if (what < 82) {
        event(node, new ElectionEvent.ElectionCalled());
      } else if (what < 88) {
        event(node, new ElectionEvent.EpochSeen(new Epoch(random.nextInt(50), node)));
      } else if (what < 91) {
        bus = bus.leave(node);
        boot(node);
      } else if (what < 93 && bus.canLose(node)) {
        bus = bus.lose(node);
      } else if (what < 96) {
        repeat(node, random);
      } else {
        form(random);
      }
    }
  }

  /** Something comes again, and to somebody who may not be concerned. */
  private void repeat(NodeName node, Random random) {
    if (!heard.isEmpty()) {
      event(node, heard.get(heard.size() - 1 - random.nextInt(Math.min(heard.size(), 20))));
    }
  }

  private void form(Random random) {
    ImmutableSortedSet.Builder<NodeName> members = ImmutableSortedSet.naturalOrder();
    NAMES.nodes().stream().filter(node -> random.nextInt(4) > 0).forEach(members::add);
    ImmutableSortedSet<NodeName> some = members.build();
    bus = some.isEmpty() ? bus : bus.formView(some);
  }

  private void boot(NodeName node) {
    nodes.put(
        node,
        new Runner<>(
            "election",
            node,
            ++incarnations,
            new Election(new ElectionConstants(node, NAMES.all())),
            ElectionState.initial(node),
            ElectionInvariants.ALL,
            trace::add));
  }

  private void hear(NodeName node) {
    bus.next(node)
        .ifPresent(item -> {
          bus = bus.heard(node);
          ElectionEvent event =
              switch (item) {
                case Bus.ViewItem<Vote> view -> new ElectionEvent.ViewChanged(view.view());
                case Bus.SaidItem<Vote> said ->
                    new ElectionEvent.VoteDelivered(said.from(), said.message());
              };
          heard.add(event);
          event(node, event);
        });
  }

  private void event(NodeName node, ElectionEvent event) {
    Runner<ElectionState, ElectionEvent, ElectionEffect> runner = nodes.get(node);
    if (runner == null) {
      throw new IllegalStateException("no machine of " + node);
    }
    for (ElectionEffect effect : runner.step(event, new Cause.Local("test")).step().effects()) {
      if (effect instanceof ElectionEffect.CastVote(Vote vote)) {
        bus = bus.say(node, vote);
      }
    }
  }
}
