package io.systole.refinement.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.systole.refinement.manifest.Manifest;
import io.systole.refinement.manifest.Model;
import io.systole.refinement.manifest.ModelRun;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every model gives the result that its manifest expects. Those whose graphs are compared with the
 * code's are looked at there, on the way, and not once more here.
 */
class ModelsTest {

  private record Case(Manifest manifest, Model model) {}

  @TestFactory
  Stream<DynamicTest> models() throws IOException {
    List<Case> cases =
        Specs.manifests().stream()
            .flatMap(manifest -> manifest.models().stream().map(model -> new Case(manifest, model)))
            .filter(c -> !c.manifest().graphs().containsKey(c.model().name()))
            .filter(c -> (Specs.NIGHTLY || !c.model().nightly()) && Specs.wants(c.model().name()))
            .toList();
    return Specs.sideBySide(
        cases,
        c -> c.manifest().protocol() + "/" + c.model().name(),
        c -> ModelRun.faults(c.manifest(), c.model()),
        faults -> assertEquals("", faults));
  }
}
