package io.systole.refinement.manifest;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.refinement.graph.Label;
import io.systole.refinement.graph.Liveness.Fairness;
import io.systole.refinement.tla.Tla;
import io.systole.refinement.tlc.TlcSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a module says is fair: conjuncts {@code WF_vars(Hear)} and {@code \A n \in Node :
 * WF_vars(Hear(n)) /\ ...}, where {@code Hear} is a disjunction of actions. A parameter of an
 * action that is a text, or the bound {@code n}, has to be that in the label of a step.
 */
final class FairText {

  private static final Pattern ALL =
      Pattern.compile(
          "\\\\A (\\w+) \\\\in (\\w+) :((?:[\\s/\\\\]*WF_vars\\(\\w+(?:\\(\\w+\\))?\\))+)");
  private static final Pattern FAIR = Pattern.compile("WF_vars\\((\\w+)(?:\\((\\w+)\\))?\\)");
  private static final Pattern CALL = Pattern.compile("\\b([A-Z]\\w*)\\(([^()]*)\\)");
  private static final String SPEC = "LiveSpec";

  private final SpecText own;
  private final SpecText cluster;
  private final ImmutableSortedSet<String> actions;
  private final ImmutableList<Conjunct> conjuncts;

  /**
   * A conjunct.
   *
   * @param definition what is fair
   * @param variable bound by a quantifier, or empty
   * @param domain of the variable, or empty
   */
  private record Conjunct(String definition, String variable, String domain) {}

  private FairText(SpecText own, SpecText cluster) {
    this.own = own;
    this.cluster = cluster;
    this.actions = cluster.actions();
    this.conjuncts = conjuncts(own.definition(SPEC));
  }

  static FairText read(TlcSpec spec, Manifest manifest) throws IOException {
    return new FairText(
        SpecText.read(spec.folder().resolve(spec.module() + ".tla")),
        SpecText.read(manifest.folder().resolve(manifest.cluster() + ".tla")));
  }

  private static ImmutableList<Conjunct> conjuncts(String text) {
    ImmutableList.Builder<Conjunct> conjuncts = ImmutableList.builder();
    Matcher all = ALL.matcher(text);
    while (all.find()) {
      Matcher fair = FAIR.matcher(all.group(3));
      while (fair.find()) {
        conjuncts.add(new Conjunct(fair.group(1), all.group(1), all.group(2)));
      }
    }
    Matcher fair = FAIR.matcher(ALL.matcher(text).replaceAll(""));
    while (fair.find()) {
      conjuncts.add(new Conjunct(fair.group(1), "", ""));
    }
    return conjuncts.build();
  }

  /** The names of the sets over which it quantifies. */
  ImmutableSet<String> domains() {
    return conjuncts.stream()
        .map(Conjunct::domain)
        .filter(domain -> !domain.isEmpty())
        .collect(ImmutableSet.toImmutableSet());
  }

  /**
   * The kinds of fair steps.
   *
   * @param members of the sets over which it quantifies
   */
  ImmutableList<Fairness> fairness(Map<String, ImmutableSortedSet<Tla>> members) {
    ImmutableList.Builder<Fairness> fairness = ImmutableList.builder();
    for (Conjunct conjunct : conjuncts) {
      if (conjunct.variable().isEmpty()) {
        fairness.add(new Fairness(conjunct.definition(), steps(conjunct, "")));
      } else {
        for (Tla member : members.getOrDefault(conjunct.domain(), ImmutableSortedSet.of())) {
          fairness.add(
              new Fairness(
                  conjunct.definition() + "(" + member + ")", steps(conjunct, member.toString())));
        }
      }
    }
    return fairness.build();
  }

  private Predicate<Label> steps(Conjunct conjunct, String member) {
    // What TLC can't take apart is a step of the definition's own name.
    Predicate<Label> steps =
        label ->
            label.action().equals(conjunct.definition())
                && (conjunct.variable().isEmpty()
                    || member.equals(label.arguments().get(conjunct.variable())));
    Matcher call = CALL.matcher(own.definition(conjunct.definition()));
    while (call.find()) {
      String action = call.group(1);
      if (actions.contains(action)) {
        steps = steps.or(called(action, arguments(call.group(2)), conjunct.variable(), member));
      }
    }
    return steps;
  }

  private Predicate<Label> called(
      String action, ImmutableList<String> given, String variable, String member) {
    ImmutableList<String> parameters = cluster.parameters(action);
    List<Predicate<Label>> conditions = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      String parameter = parameters.get(i);
      String value = given.get(i).equals(variable) ? member : given.get(i);
      if (given.get(i).equals(variable) || value.startsWith("\"")) {
        conditions.add(label -> value.equals(label.arguments().get(parameter)));
      }
    }
    return label ->
        label.action().equals(action) && conditions.stream().allMatch(c -> c.test(label));
  }

  private static ImmutableList<String> arguments(String text) {
    return text.isBlank()
        ? ImmutableList.of()
        : ImmutableList.copyOf(text.strip().split("\\s*,\\s*", -1));
  }
}
