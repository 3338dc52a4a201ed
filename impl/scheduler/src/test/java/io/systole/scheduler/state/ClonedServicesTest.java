package io.systole.scheduler.state;

import static io.systole.scheduler.TinyCib.cloned;
import static io.systole.scheduler.TinyCib.group;
import static io.systole.scheduler.TinyCib.primitive;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.systole.scheduler.TinyCib;
import io.systole.scheduler.graph.TransitionGraph.Synapse;
import io.systole.xml.Element;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clones that were to have instances that are told apart, with services, which can't be. */
class ClonedServicesTest {

  private static final String SERVICE = "<primitive id='s' class='%s' type='D'/>";

  /** By what names the nodes are told to start the members. */
  private static List<String> started(String content, int instances) {
    TinyCib cib =
        TinyCib.nodes("n", "m", "o")
            .resources(cloned("c", content, "globally-unique=true", "clone-max=" + instances));
    return cib.plan().graph().synapses().stream()
        .map(Synapse::action)
        .filter(a -> a.is("rsc_op") && a.attribute("operation", "").equals("start"))
        .flatMap(a -> a.child("primitive").stream())
        .map(Element::id)
        .sorted()
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "ocf, 2, 'a:0 a:1 b:0 b:1 s:0 s:1'",
    "lsb, 1, 'a:0 b:0 s'",
    "lsb, 2, 'a a:1 b b:1 s s'",
    "systemd, 3, 'a a a:2 b b b:2 s s s'",
    "service, 5, 'a a a:2 b b b:2 s s s'",
  })
  void membersBesideAServiceKeepTheirNumberInTheLastInstanceOnly(
      String standard, int instances, String names) {
    String service = SERVICE.formatted(standard);
    String content = group("g", primitive("a"), service, primitive("b"));
    assertEquals(names, String.join(" ", started(content, instances)));
  }

  @ParameterizedTest
  @CsvSource({"ocf, 's:0 s:1'", "lsb, 's s'"})
  void aServiceByItselfHasNoNumber(String standard, String names) {
    assertEquals(names, String.join(" ", started(SERVICE.formatted(standard), 2)));
  }
}
