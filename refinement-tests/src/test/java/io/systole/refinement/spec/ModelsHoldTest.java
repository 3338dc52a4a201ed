package io.systole.refinement.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.ImmutableList;
import io.systole.refinement.tlc.TlcResult;
import io.systole.refinement.tlc.TlcResult.Verdict;
import io.systole.refinement.tlc.TlcSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Models of protocols that have no manifest keep all that their configurations list. */
class ModelsHoldTest {

  private record Case(String protocol, String module, String config) {}

  private static final ImmutableList<Case> CASES =
      ImmutableList.of(
          new Case("transition", "MCTransition", "MCTransition"),
          new Case("transition", "MCTransition", "LiveTransition"),
          new Case("cib", "MCCib", "MCCib"),
          new Case("cib", "MCCib", "MCCibCrash"),
          new Case("cib", "MCCib", "MCCibTwoNode"),
          new Case("fencing", "MCFencing", "MCFencing"),
          new Case("fencing", "MCFencing", "MCFencingChoice"),
          new Case("fencing", "MCFencing", "MCFencingLevels"),
          new Case("fencing", "MCFencing", "MCFencingMapped"),
          new Case("fencing", "MCFencing", "MCFencingLimit"),
          new Case("fencing", "MCFencing", "MCFencingEpochs"));

  @TestFactory
  Stream<DynamicTest> models() {
    return Specs.sideBySide(
        List.copyOf(CASES),
        c -> c.protocol() + "/" + c.config(),
        ModelsHoldTest::faults,
        faults -> assertEquals("", faults));
  }

  private static String faults(Case model) throws Exception {
    Path folder = Specs.FOLDER.resolve(model.protocol());
    TlcResult result =
        new TlcSpec(
                folder,
                model.module(),
                model.config(),
                ImmutableList.of(Specs.FOLDER.resolve("lib")))
            .check(1);
    return result.verdict() == Verdict.HOLDS ? "" : result.tail();
  }
}
