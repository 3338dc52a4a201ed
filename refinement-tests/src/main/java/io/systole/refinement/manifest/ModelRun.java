package io.systole.refinement.manifest;

import io.systole.refinement.tlc.TlcException;
import io.systole.refinement.tlc.TlcResult;
import io.systole.refinement.tlc.TlcResult.Verdict;
import io.systole.refinement.tlc.TlcSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Checks one model and compares what TLC says with the manifest. */
public final class ModelRun {

  private ModelRun() {}

  /** What is not as the manifest has it; empty if all is. */
  public static String faults(Manifest manifest, Model model) throws TlcException {
    if (model.isLive()) {
      return LiveRun.faults(manifest, model);
    }
    long begun = System.nanoTime();
    TlcResult result = spec(manifest, model).check(1);
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    List<String> faults = new ArrayList<>();
    Verdict expected = model.holds() ? Verdict.HOLDS : Verdict.VIOLATES;
    if (result.verdict() != expected) {
      return model.name()
          + " "
          + result.verdict()
          + " instead of "
          + expected
          + ":\n"
          + result.tail();
    }
    if (!result.property().isEmpty() && !result.property().equals(model.property())) {
      faults.add("violates " + result.property() + " instead of " + model.property());
    }
    differs(faults, "distinct states", model.distinct(), result.distinct());
    differs(faults, "edges", model.edges(), result.edges());
    differs(faults, "depth", model.depth(), result.depth());
    if (took.toSeconds() > model.seconds()) {
      faults.add("took " + took.toSeconds() + " s, more than " + model.seconds());
    }
    return faults.isEmpty() ? "" : model.name() + ": " + String.join("; ", faults);
  }

  /**
   * The same of a model that has been walked for its graph, so that it need not be checked again.
   */
  public static String faults(Manifest manifest, Model model, TlcSpec.Walk walk)
      throws TlcException {
    if (!walk.violated().isEmpty()) {
      // TLC tells the shortest way there.
      return walk.violated() + " do not hold:\n" + faults(manifest, model);
    }
    List<String> faults = new ArrayList<>();
    differs(faults, "distinct states", model.distinct(), walk.graph().size());
    differs(faults, "edges", model.edges(), walk.steps());
    differs(faults, "depth", model.depth(), walk.graph().depth());
    return faults.isEmpty() ? "" : model.name() + ": " + String.join("; ", faults);
  }

  static void differs(List<String> faults, String what, long expected, long found) {
    if (expected != Model.UNKNOWN && expected != found) {
      faults.add(found + " " + what + " instead of " + expected);
    }
  }

  /** The model as something to ask. */
  public static TlcSpec spec(Manifest manifest, Model model) {
    Path config = manifest.folder().resolve(model.name());
    return new TlcSpec(
        Objects.requireNonNull(config.getParent()),
        model.module(),
        String.valueOf(config.getFileName()),
        manifest.libraries());
  }
}
