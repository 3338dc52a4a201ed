package io.systole.cib.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class OptionTableTest {

  @ParameterizedTest
  @EnumSource
  void everyRowIsWhole(OptionScope scope) {
    for (CibOption option : scope.options()) {
      OptionFacts facts = option.facts();
      assertTrue(facts.meaning().endsWith("."), option::word);
      assertTrue(
          facts.standard().isEmpty() || facts.accepts(facts.standard()),
          () -> option.word() + " can't have its own default");
      assertFalse(facts.since().isEmpty(), option::word);
      boolean chosen = facts.type() == OptionType.CHOICE;
      assertFalse(chosen && facts.choices().isEmpty(), option::word);
      assertEquals(Optional.of(option), scope.find(facts.word()));
      facts.olderNames().forEach(older -> assertEquals(Optional.of(option), scope.find(older)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyDefaultIsReadAsItsType(OptionScope scope) {
    for (CibOption option : scope.options()) {
      if (option.facts().standard().isEmpty()) {
        continue;
      }
      switch (option.facts().type()) {
        case FLAG -> OptionValues.NONE.flag(option);
        case NUMBER, SCORE -> OptionValues.NONE.number(option);
        case TIME -> OptionValues.NONE.duration(option);
        case CHOICE -> OptionValues.NONE.choice(option);
        case SHARE, DATE, TEXT -> OptionValues.NONE.text(option);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "FENCING_ENABLED, yes, true",
    "FENCING_ENABLED, perhaps, false",
    "NO_QUORUM_POLICY, Freeze, true",
    "NO_QUORUM_POLICY, melt, false",
    "DC_DEADTIME, PT20S, true",
    "DC_DEADTIME, -1, false",
    "DC_DEADTIME, P, false",
    "DC_DEADTIME, P99999999999Y, false",
    "FENCING_WATCHDOG_TIMEOUT, -1, true",
    "BATCH_LIMIT, 1.0, true",
    "BATCH_LIMIT, 5x, false",
    "FENCING_MAX_ATTEMPTS, 0, false",
    "NODE_HEALTH_RED, -INFINITY, true",
    "LOAD_THRESHOLD, 80%, true",
    "LOAD_THRESHOLD, most, false",
  })
  void aValueIsOfItsTypeOrNot(ClusterOption option, String text, boolean accepted) {
    assertEquals(accepted, option.facts().accepts(text));
  }

  @Test
  void whatCannotBeUsedCountsAsTheDefault() {
    OptionValues values =
        OptionValues.of(
            ImmutableMap.of(
                "symmetric-cluster", "perhaps",
                "dc-deadtime", "soon",
                "batch-limit", "many",
                "no-quorum-policy", "melt",
                "stonith-max-attempts", "3"));
    assertTrue(values.flag(ClusterOption.SYMMETRIC_CLUSTER));
    assertEquals(Duration.ofSeconds(20), values.duration(ClusterOption.DC_DEADTIME));
    assertEquals(0, values.number(ClusterOption.BATCH_LIMIT));
    assertEquals("stop", values.choice(ClusterOption.NO_QUORUM_POLICY));
    assertEquals(3, values.number(ClusterOption.FENCING_MAX_ATTEMPTS));
    assertEquals(Optional.of("soon"), values.written(ClusterOption.DC_DEADTIME));
  }

  @Test
  void thePresentNameCountsBeforeOlderOnes() {
    OptionValues values =
        OptionValues.of(ImmutableMap.of("stonith-enabled", "true", "fencing-enabled", "false"));
    assertFalse(values.flag(ClusterOption.FENCING_ENABLED));
  }
}
