package io.systole.refinement.manifest;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.refinement.graph.Liveness;
import io.systole.refinement.graph.StateGraph;
import io.systole.refinement.tla.Tla;
import io.systole.refinement.tlc.TlcException;
import io.systole.refinement.tlc.TlcSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Checks what happens in the end, on the graph of a model. What is fair is taken from the text of
 * the model's module; what has to end or to settle is told by its operators.
 */
public final class LiveRun {

  private static final Tla TRUE = new Tla.Truth(true);

  private final Model model;
  private final TlcSpec.Walk walk;
  private final ImmutableList<Liveness.Fairness> fair;

  private LiveRun(Model model, TlcSpec.Walk walk, ImmutableList<Liveness.Fairness> fair) {
    this.model = model;
    this.walk = walk;
    this.fair = fair;
  }

  /** Walks a model, and finds out what is fair in it. */
  private static LiveRun of(Manifest manifest, Model model, TlcSpec spec)
      throws IOException, TlcException {
    ImmutableList<String> asked =
        ImmutableList.<String>builder().addAll(model.ends()).addAll(model.settles()).build();
    FairText text = FairText.read(spec, manifest);
    String config = Files.readString(manifest.folder().resolve(model.name() + ".cfg"));
    ImmutableMap<String, String> constants = Configuration.constants(config);
    ImmutableSet<String> domains = text.domains();
    ImmutableList<String> defined =
        domains.stream()
            .filter(domain -> !constants.containsKey(domain))
            .collect(ImmutableList.toImmutableList());
    TlcSpec.Walk walk =
        spec.walkAndTell(ImmutableList.<String>builder().addAll(asked).addAll(defined).build());
    Map<String, ImmutableSortedSet<Tla>> members = new TreeMap<>();
    for (String domain : domains) {
      String constant = constants.get(domain);
      members.put(
          domain,
          elements(constant == null ? walk.values().get(domain).getFirst() : Tla.parse(constant)));
    }
    return new LiveRun(model, walk, text.fairness(members));
  }

  private static ImmutableSortedSet<Tla> elements(Tla set) {
    if (set instanceof Tla.Elements elements) {
      return elements.elements();
    }
    throw new IllegalArgumentException(set + " is no set");
  }

  /** What is not as the manifest has it; empty if all is. */
  static String faults(Manifest manifest, Model model) throws TlcException {
    long begun = System.nanoTime();
    LiveRun run;
    try {
      run = of(manifest, model, ModelRun.spec(manifest, model));
    } catch (IOException e) {
      throw new TlcException("could not read the text of " + model.name(), e);
    }
    List<String> faults = new ArrayList<>(run.faults());
    long seconds = (System.nanoTime() - begun) / 1_000_000_000;
    if (seconds > model.seconds()) {
      faults.add("took " + seconds + " s, more than " + model.seconds());
    }
    return faults.isEmpty() ? "" : model.name() + ": " + String.join("; ", faults);
  }

  /**
   * Whether what has to come to be does not.
   *
   * @param operator of the model's {@code ends} or {@code settles}
   * @param spec the model, changed
   */
  static boolean fails(Manifest manifest, Model model, String operator, TlcSpec spec)
      throws IOException, TlcException {
    return !of(manifest, model.only(operator), spec).unfulfilled().isEmpty();
  }

  private List<String> faults() {
    StateGraph graph = walk.graph();
    List<String> faults = new ArrayList<>();
    ModelRun.differs(faults, "distinct states", model.distinct(), graph.size());
    ModelRun.differs(faults, "edges", model.edges(), walk.steps());
    ModelRun.differs(faults, "depth", model.depth(), graph.depth());
    walk.violated().forEach(name -> faults.add(name + " does not hold"));
    faults.addAll(unfulfilled());
    return faults;
  }

  /**
   * What does not come to be.
   *
   * @return the stories of behaviours that go on without
   */
  private List<String> unfulfilled() {
    Liveness liveness = new Liveness(walk.graph(), fair);
    List<String> stories = new ArrayList<>();
    for (String operator : model.ends()) {
      Map<Tla, BitSet> within = new TreeMap<>();
      ImmutableList<Tla> values = walk.values().get(operator);
      for (int state = 0; state < values.size(); state++) {
        for (Tla one : elements(values.get(state))) {
          within.computeIfAbsent(one, any -> new BitSet()).set(state);
        }
      }
      if (within.isEmpty()) {
        stories.add(operator + " is always empty, so that it says nothing");
      }
      within.entrySet().stream()
          .flatMap(one ->
              liveness.staysIn(one.getValue()).stream()
                  .map(story -> one.getKey() + " stays in " + operator + ": " + story))
          .findFirst()
          .ifPresent(stories::add);
    }
    for (String operator : model.settles()) {
      BitSet not = new BitSet();
      ImmutableList<Tla> values = walk.values().get(operator);
      for (int state = 0; state < values.size(); state++) {
        not.set(state, !values.get(state).equals(TRUE));
      }
      if (not.isEmpty()) {
        stories.add(operator + " is always true, so that it says nothing");
      }
      liveness
          .comesBackTo(not)
          .ifPresent(story -> stories.add(operator + " does not come to last: " + story));
    }
    return stories;
  }
}
