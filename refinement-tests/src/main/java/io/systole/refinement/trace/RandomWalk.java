package io.systole.refinement.trace;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.systole.kernel.Cause;
import io.systole.kernel.Machine;
import io.systole.kernel.NodeName;
import io.systole.kernel.Refusal;
import io.systole.kernel.Step;
import io.systole.kernel.Trace;
import io.systole.refinement.graph.Composition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Takes random steps of a composition of machines, far beyond the bounds within which its graph can
 * be walked whole, and keeps the steps of the machines as a trace. Now and then something that was
 * heard before comes again, to anybody; that counts if it is refused.
 *
 * @param <S> a machine's states
 * @param <E> its events
 * @param <F> its effects
 */
public final class RandomWalk<S, E, F> {

  /** How often in a hundred steps something is heard, if anything is to be heard. */
  private static final int HEARING = 60;

  /** How often in a hundred steps only those are chosen from that no machine refuses. */
  private static final int WILLING = 60;

  /** How often in a hundred steps something comes again. */
  private static final int REPEATING = 10;

  /** How often something is tried that may be refused. */
  private static final int TRIES = 4;

  /** The actions that are no step of a machine. */
  private static final ImmutableSet<String> WORLD =
      ImmutableSet.of(
          "Crashed",
          "Elected",
          "Fenced",
          "Lost",
          "Remembered",
          "ReplicasChanged",
          "Restarted",
          "ViewFormed");

  private final Form<S> form;
  private final List<Trace.TracedStep> trace = new ArrayList<>();
  private final Map<NodeName, Life<S>> lives = new HashMap<>();
  private final List<Taken<S, E, F>> past = new ArrayList<>();
  private @Nullable Taken<S, E, F> last;

  /**
   * What is walked.
   *
   * @param name of the machine
   * @param told what the composition keeps of a state
   * @param hearing the actions by which a node hears something
   * @param undecided the refusals of which the specification knows nothing if something comes again
   */
  public record Form<S>(
      String name,
      UnaryOperator<S> told,
      ImmutableSet<String> hearing,
      ImmutableSet<String> undecided) {}

  private record Taken<S, E, F>(
      Machine<S, E, F> machine, NodeName node, S pre, E event, Step<S, F> step) {}

  private record Life<S>(long incarnation, long seq, S state) {}

  private record Move<W, S, E, F>(String action, W next, Optional<Taken<S, E, F>> taken) {

    boolean isRefused() {
      return taken.filter(t -> t.step().refusal().isPresent()).isPresent();
    }
  }

  public RandomWalk(Form<S> form) {
    this.form = form;
  }

  /**
   * The machine that a composition has to be made of to be walked.
   *
   * @param node of which a state is
   */
  public Machine<S, E, F> watched(Machine<S, E, F> machine, Function<S, NodeName> node) {
    return (state, event) -> {
      Step<S, F> step = machine.step(state, event);
      last = new Taken<>(machine, node.apply(state), state, event, step);
      return step;
    };
  }

  /**
   * Walks on.
   *
   * @param composition of this machine
   * @return all steps of machines so far
   */
  public <W> ImmutableList<Trace.TracedStep> walk(
      Composition<W> composition, Random random, int steps) {
    W world = composition.initial();
    for (int i = 0; i < steps; i++) {
      List<Move<W, S, E, F>> moves = new ArrayList<>();
      last = null;
      composition.moves(
          world,
          (action, arguments, next) -> {
            boolean taken = !WORLD.contains(action);
            moves.add(
                new Move<>(action, next, taken ? Optional.ofNullable(last) : Optional.empty()));
          });
      if (moves.isEmpty()) {
        break;
      }
      Move<W, S, E, F> move = choose(moves, random);
      move.taken().ifPresent(this::tell);
      move.taken().ifPresent(past::add);
      world = move.next();
      if (!past.isEmpty() && random.nextInt(100) < REPEATING) {
        repeat(random);
      }
    }
    return ImmutableList.copyOf(trace);
  }

  private void repeat(Random random) {
    for (int i = 0; i < TRIES; i++) {
      Taken<S, E, F> known = past.get(random.nextInt(past.size()));
      E event = past.get(random.nextInt(past.size())).event();
      S state = Objects.requireNonNull(lives.get(known.node())).state();
      Step<S, F> step = known.machine().step(state, event);
      Optional<String> refusal = step.refusal().map(Refusal::name);
      if (refusal.isPresent() && !form.undecided().contains(refusal.get())) {
        tell(new Taken<>(known.machine(), known.node(), state, event, step));
        return;
      }
    }
  }

  private <W> Move<W, S, E, F> choose(List<Move<W, S, E, F>> moves, Random random) {
    List<Move<W, S, E, F>> heard =
        moves.stream().filter(move -> form.hearing().contains(move.action())).toList();
    List<Move<W, S, E, F>> willing = moves.stream().filter(move -> !move.isRefused()).toList();
    List<Move<W, S, E, F>> some =
        !heard.isEmpty() && random.nextInt(100) < HEARING
            ? heard
            : !willing.isEmpty() && random.nextInt(100) < WILLING ? willing : moves;
    // An action with many parameters is no likelier than one with few.
    List<String> actions = some.stream().map(Move::action).distinct().toList();
    String action = actions.get(random.nextInt(actions.size()));
    List<Move<W, S, E, F>> alike =
        some.stream().filter(move -> move.action().equals(action)).toList();
    return alike.get(random.nextInt(alike.size()));
  }

  /** A node that does not go on where it was has been started anew. */
  private void tell(Taken<S, E, F> taken) {
    NodeName node = taken.node();
    Life<S> before = lives.get(node);
    long incarnation = before == null ? 0 : before.incarnation();
    S state = form.told().apply(taken.step().state());
    Life<S> now =
        before != null && before.state().equals(taken.pre())
            ? new Life<>(incarnation, before.seq() + 1, state)
            : new Life<>(incarnation + 1, 1, state);
    lives.put(node, now);
    trace.add(
        new Trace.TracedStep(
            form.name(),
            node,
            now.incarnation(),
            now.seq(),
            taken.event(),
            new Cause.Local("walk"),
            ImmutableList.of(),
            taken.pre(),
            now.state(),
            taken.step().effects(),
            taken.step().refusal()));
  }
}
