package io.systole.refinement.trace;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMultiset;
import com.google.common.collect.Multiset;
import io.systole.kernel.Refusal;
import io.systole.kernel.Trace;
import io.systole.refinement.bus.Names;
import io.systole.refinement.tla.Tla;
import io.systole.refinement.tlc.TlcException;
import io.systole.refinement.tlc.TlcSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks the steps of running machines against a specification, without search: for each step the
 * specification is asked what it makes of the same state and event, and the whole of the answer
 * (state, effects in order, outcome) has to be what the machine did. A machine's steps also have to
 * be a chain: each begins in the state in which the one before it ended.
 *
 * @param <S> states
 * @param <E> events
 * @param <F> effects
 */
public final class TraceValidator<S, E, F> {

  /** After so many problems the rest says nothing new. */
  public static final int MAX_PROBLEMS = 20;

  private static final String TAKEN = "Taken";

  private final TlcSpec.Evaluator spec;
  private final Form<S, E, F> form;
  private final Map<ImmutableList<Tla>, Tla> known = new HashMap<>();
  private final Map<String, Object> last = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();
  private final Multiset<TracedKind> kinds = HashMultiset.create();

  /**
   * How a traced step is put to the specification.
   *
   * @param operator of the root module, with the parameters node, state and event
   */
  public record Form<S, E, F>(
      String operator,
      Class<S> states,
      Class<E> events,
      Class<F> effects,
      Names names,
      Binding<S, E, F> binding) {}

  public TraceValidator(TlcSpec.Evaluator spec, Form<S, E, F> form) {
    this.spec = spec;
    this.form = form;
  }

  /** What is wrong with the steps; empty if nothing is. A trace of no steps is wrong. */
  public ImmutableList<String> validate(Iterable<Trace.TracedStep> steps) throws TlcException {
    int count = 0;
    for (Trace.TracedStep step : steps) {
      count++;
      if (problems.size() < MAX_PROBLEMS) {
        check(step, "step " + count + " (" + step.node() + " " + step.event() + "): ");
      }
    }
    if (count == 0) {
      problems.add("the trace is empty");
    }
    return ImmutableList.copyOf(problems);
  }

  /** How many steps of which kind were checked so far. */
  public ImmutableMultiset<TracedKind> kinds() {
    return ImmutableMultiset.copyOf(kinds);
  }

  private void check(Trace.TracedStep step, String where) throws TlcException {
    String machine = step.machine() + "/" + step.node() + "/" + step.incarnation();
    @Nullable Object before = last.put(machine, step.post());
    if (before == null ? step.seq() != 1 : !before.equals(step.pre())) {
      problems.add(where + "the machine was not left in the state in which this step begins");
      return;
    }
    Binding<S, E, F> binding = form.binding();
    S pre = form.states().cast(step.pre());
    Tla state = binding.state(pre);
    Tla event = binding.event(pre, form.events().cast(step.event()));
    kinds.add(TracedKind.of(event, outcome(step), TAKEN));
    Tla.Function expected = (Tla.Function) answer(form.names().node(step.node()), state, event);
    differs(where + "outcome", expected.get("outcome"), Tla.of(outcome(step)));
    differs(where + "state", expected.get("to"), binding.state(form.states().cast(step.post())));
    differs(
        where + "effects",
        expected.get("does"),
        Tla.tuple(
            step.effects().stream()
                .map(effect -> binding.effect(form.effects().cast(effect)))
                .toList()));
  }

  private Tla answer(Tla node, Tla state, Tla event) throws TlcException {
    ImmutableList<Tla> question = ImmutableList.of(node, state, event);
    Tla answer = known.get(question);
    if (answer == null) {
      answer = spec.evaluate(form.operator(), node, state, event);
      known.put(question, answer);
    }
    return answer;
  }

  private static String outcome(Trace.TracedStep step) {
    return step.refusal().map(Refusal::name).orElse(TAKEN);
  }

  private void differs(String what, Tla expected, Tla found) {
    if (!expected.equals(found)) {
      problems.add(what + " should be " + expected + " and is " + found);
    }
  }
}
