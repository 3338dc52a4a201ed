package io.systole.refinement.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.systole.refinement.manifest.Manifest;
import io.systole.refinement.manifest.Mutant;
import io.systole.refinement.manifest.Mutants;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each guard of a specification, dropped, falls to the property that is there for it. */
class SpecMutationTest {

  /** How many mutants of each protocol are tried in every build; all of them nightly. */
  private static final int MOST = Integer.getInteger("systole.mutants", 8);

  /** {@code -Dsystole.mutant=TEXT} tries only those whose names have it. */
  private static final String WANTED = System.getProperty("systole.mutant", "");

  private record Case(Manifest manifest, Mutant mutant) {}

  @TestFactory
  Stream<DynamicTest> mutants() throws IOException {
    List<Case> cases = new ArrayList<>();
    for (Manifest manifest : Specs.manifests()) {
      List<Mutant> all =
          new Mutants(manifest)
              .all().stream()
                  .filter(m -> Specs.wants(m.model()) && m.name().contains(WANTED))
                  .toList();
      // Spread over the guards, so that each kind of event has its turn.
      int step = Specs.NIGHTLY ? 1 : Math.ceilDiv(all.size(), MOST);
      for (int i = 0; i < all.size(); i += Math.max(1, step)) {
        cases.add(new Case(manifest, all.get(i)));
      }
    }
    return Specs.sideBySide(
        cases,
        c ->
            c.manifest().protocol()
                + "/"
                + c.mutant().name()
                + " falls to "
                + c.mutant().property(),
        c -> new Mutants(c.manifest()).faults(c.mutant()),
        faults -> assertEquals("", faults));
  }

  /** What no property holds in place has a reason to be there, and the graphs hold it. */
  @Test
  void everyOpenGuardHasItsReason() throws IOException {
    for (Manifest manifest : Specs.manifests()) {
      manifest
          .guards()
          .forEach((guard, falls) ->
              assertTrue(
                  falls.contains("/") || falls.strip().length() > Mutants.OPEN.length(),
                  () -> manifest.machine() + "!" + guard + " is open without a reason"));
    }
  }

  @Test
  void everyGuardHasItsProperty() throws IOException {
    for (Manifest manifest : Specs.manifests()) {
      assertEquals(
          String.join("\n", new Mutants(manifest).guards().keySet()),
          String.join("\n", manifest.guards().keySet().stream().sorted().toList()),
          () -> "the guards of " + manifest.machine() + " and those in its manifest");
    }
  }
}
