package io.systole.refinement.manifest;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import io.systole.refinement.graph.GraphComparer;
import io.systole.refinement.graph.GraphDifference;
import io.systole.refinement.graph.StateGraph;
import io.systole.refinement.graph.Watch;
import io.systole.refinement.tlc.TlcException;
import io.systole.refinement.tlc.TlcResult;
import io.systole.refinement.tlc.TlcResult.Verdict;
import io.systole.refinement.tlc.TlcSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Specifications with one thing made wrong, which the property that the manifest names must catch.
 *
 * <p>The mutants of guards are made from the specification itself. A guard is a line of an operator
 * whose name ends in {@code Outcome}: {@code IF condition THEN "REFUSAL"}; dropped, its condition
 * is false.
 */
public final class Mutants {

  /** What a guard falls to without which a step is not even defined; the code would crash. */
  static final String UNDEFINED = "undefined";

  /** Begins what is said of a guard for which no property falls without it; the reason follows. */
  public static final String OPEN = "open: ";

  /**
   * What is said of a guard without which another one refuses the same, for a reason that says
   * less: the model has the same states then.
   */
  static final String REASON = "reason";

  private static final Pattern DEFINITION =
      Pattern.compile("^(\\w+Outcome)\\b[^\\n]*==", Pattern.MULTILINE);
  private static final Pattern REFUSAL = Pattern.compile("THEN\\s+\"([A-Z_]+)\"");

  private final Manifest manifest;

  public Mutants(Manifest manifest) {
    this.manifest = manifest;
  }

  /**
   * All guards of the machine by name, {@code Operator.REFUSAL}, with the text from the beginning
   * of the operator to the end of the guard. A second guard of an operator with the same refusal is
   * {@code Operator.REFUSAL.2}.
   */
  public ImmutableSortedMap<String, String> guards() throws IOException {
    String text = read(manifest.machine());
    TreeMap<String, String> guards = new TreeMap<>();
    Matcher definition = DEFINITION.matcher(text);
    while (definition.find()) {
      int end = text.indexOf("\n\n", definition.end());
      String body = text.substring(definition.end(), end < 0 ? text.length() : end);
      Matcher refusal = REFUSAL.matcher(body);
      while (refusal.find()) {
        String name = definition.group(1) + "." + refusal.group(1);
        guards.put(
            guards.containsKey(name) ? name + ".2" : name,
            definition.group() + body.substring(0, refusal.end()));
      }
    }
    return ImmutableSortedMap.copyOfSorted(guards);
  }

  /** Each guard dropped, and the changes that the manifest lists. */
  public ImmutableList<Mutant> all() throws IOException {
    ImmutableList.Builder<Mutant> all = ImmutableList.builder();
    guards()
        .forEach((name, text) -> {
          String falls = manifest.guards().get(name);
          if (falls != null && !falls.startsWith(OPEN)) {
            all.add(dropped(name, text, falls));
          }
        });
    return all.addAll(manifest.changes()).build();
  }

  /**
   * Walks the graph of a model without a guard, until it is seen to be another than it was.
   *
   * @param guard its name
   * @param known the graph with the guard
   * @return the difference, or what TLC says of a step that is not defined any more; empty if the
   *     graph is the same
   */
  public String seenWithout(String guard, String model, StateGraph known)
      throws IOException, TlcException {
    String text = guards().getOrDefault(guard, "");
    Mutant mutant = dropped(guard, text, model + "/" + UNDEFINED);
    Path folder = Files.createTempDirectory("systole-guard");
    try {
      copy(folder, mutant);
      TlcSpec spec =
          new TlcSpec(folder, manifest.model(model).module(), model, manifest.libraries());
      StateGraph without = spec.walk(Watch.sameAs(known)).graph();
      return GraphComparer.compare(without, known).map(GraphDifference::toString).orElse("");
    } catch (TlcException e) {
      return String.valueOf(e.getMessage());
    } finally {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  private Mutant dropped(String guard, String text, String falls) {
    String without =
        text.substring(0, text.lastIndexOf("IF "))
            + "IF FALSE THEN \""
            + guard.split("\\.", -1)[1]
            + "\"";
    return new Mutant(guard, manifest.machine(), text, without, falls);
  }

  /** Why the mutant did not fall as it should; empty if it did. */
  public String faults(Mutant mutant) throws IOException, TlcException {
    Path folder = Files.createTempDirectory("systole-mutant");
    try {
      copy(folder, mutant);
      Model model = manifest.model(mutant.model());
      TlcSpec spec = new TlcSpec(folder, model.module(), model.name(), manifest.libraries());
      if (model.isLive(mutant.property())) {
        return LiveRun.fails(manifest, model, mutant.property(), spec)
            ? ""
            : mutant.name() + " changed, and " + mutant.property() + " still comes to be";
      }
      TlcResult result = spec.check(1);
      return fell(mutant, model, result)
          ? ""
          : mutant.name()
              + " changed, and "
              + mutant.property()
              + (result.verdict() == Verdict.HOLDS
                  ? " still holds"
                  : " can't be checked:\n" + result.tail());
    } finally {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  private static boolean fell(Mutant mutant, Model model, TlcResult result) {
    if (mutant.property().equals(REASON)) {
      return result.verdict() == Verdict.HOLDS && result.distinct() == model.distinct();
    }
    return mutant.property().equals(UNDEFINED)
        ? result.verdict() == Verdict.FAILED
            && result.output().stream().anyMatch(line -> line.contains("Attempted to"))
        : result.verdict() == Verdict.VIOLATES;
  }

  private void copy(Path folder, Mutant mutant) throws IOException {
    try (Stream<Path> files = Files.list(manifest.folder())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, folder.resolve(Objects.requireNonNull(file.getFileName()).toString()));
      }
    }
    String text = read(mutant.module());
    int at = text.indexOf(mutant.replaced());
    if (at < 0 || text.indexOf(mutant.replaced(), at + 1) >= 0) {
      throw new IllegalArgumentException(
          mutant.name() + ": " + mutant.module() + " does not have once: " + mutant.replaced());
    }
    Files.writeString(
        folder.resolve(mutant.module() + ".tla"), text.replace(mutant.replaced(), mutant.by()));
    String model = mutant.model() + ".cfg";
    String config = Files.readString(manifest.folder().resolve(model));
    boolean live = manifest.model(mutant.model()).isLive(mutant.property());
    Files.writeString(
        folder.resolve(model), live ? config : Configuration.only(config, mutant.property()));
  }

  private String read(String module) throws IOException {
    return Files.readString(manifest.folder().resolve(module + ".tla"));
  }
}
