package io.systole.refinement.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.refinement.graph.Label;
import io.systole.refinement.graph.Liveness.Fairness;
import io.systole.refinement.spec.Specs;
import io.systole.refinement.tla.Tla;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the CIB and the join call fair is read as it is meant. */
class FairTextTest {

  private static FairText text(String protocol, String model) throws IOException {
    Manifest manifest = Specs.manifest(protocol);
    return FairText.read(ModelRun.spec(manifest, manifest.model(model)), manifest);
  }

  private static ImmutableList<Fairness> fairness(FairText text, int... members) {
    ImmutableSortedSet.Builder<Tla> nodes = ImmutableSortedSet.naturalOrder();
    for (int member : members) {
      nodes.add(Tla.of(member));
    }
    String domain = text.domains().iterator().next();
    return text.fairness(Map.of(domain, nodes.build()));
  }

  private static boolean has(Fairness fairness, String action, String... arguments) {
    ImmutableSortedMap.Builder<String, String> all = ImmutableSortedMap.naturalOrder();
    for (int i = 0; i < arguments.length; i += 2) {
      all.put(arguments[i], arguments[i + 1]);
    }
    return fairness.steps().test(new Label(action, all.buildOrThrow()));
  }

  @Test
  void aConjunctIsOfEachMemberOfItsSet() throws IOException {
    FairText text = text("cib", "CibLive");
    assertEquals(ImmutableSet.of("Node"), text.domains());
    assertEquals(
        ImmutableSet.of("Form", "Hear(1)", "Hear(2)", "StoreIt(1)", "StoreIt(2)"),
        fairness(text, 1, 2).stream().map(Fairness::name).collect(ImmutableSet.toImmutableSet()));
    assertEquals(ImmutableSet.of("Awake"), text("join", "JoinLiveSilent").domains());
  }

  private static Fairness named(String name, FairText text) {
    return fairness(text, 1).stream()
        .filter(fairness -> fairness.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aStepIsFairByItsActionAndWhatIsGivenToIt() throws IOException {
    Fairness hear = named("Hear(1)", text("cib", "CibLive"));
    assertTrue(has(hear, "Delivered", "n", "1", "kind", "\"Summary\"", "o", "\"Taken\""));
    assertTrue(has(hear, "ViewChanged", "n", "1", "o", "\"Taken\""));
    assertFalse(has(hear, "ViewChanged", "n", "2", "o", "\"Taken\""), "another node's");
    assertFalse(has(hear, "ViewChanged", "n", "1", "o", "\"LOST\""), "another outcome");
    assertFalse(has(hear, "Stored", "n", "1", "o", "\"Taken\""), "of another kind");
  }

  @Test
  void whatIsNotTakenApartIsKnownByItsOwnName() throws IOException {
    Fairness wait = named("Wait(1)", text("join", "JoinLiveSilent"));
    assertTrue(has(wait, "Wait", "n", "1"));
    assertFalse(has(wait, "Wait", "n", "2"));
    assertFalse(has(wait, "Work", "n", "1"));
  }
}
