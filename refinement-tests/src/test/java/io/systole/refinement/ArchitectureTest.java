package io.systole.refinement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.systole.cib.options.ClusterOption;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may know whom, and what a core may do. Each rule is also seen to fail. */
class ArchitectureTest {

  private static final String HOUSE = "io.systole";
  private static final String FIXTURE = "io.systole.refinement.fixture";

  /** The table of ARCHITECTURE.md; a module's package, and what it knows beside itself. */
  private static final ImmutableMap<String, ImmutableList<String>> KNOWN =
      ImmutableMap.<String, ImmutableList<String>>builder()
          .put("kernel", ImmutableList.of())
          .put("posix", ImmutableList.of())
          .put("xml", ImmutableList.of())
          .put("cib", ImmutableList.of("kernel", "xml"))
          .put("scheduler", ImmutableList.of("kernel", "xml", "cib"))
          .put("protocol", ImmutableList.of("kernel", "xml", "cib"))
          .put("cluster", ImmutableList.of("kernel", "posix", "xml"))
          .put("ipc", ImmutableList.of("kernel", "posix", "xml"))
          .put("agents", ImmutableList.of("kernel", "posix", "xml"))
          .put(
              "daemons",
              ImmutableList.of(
                  "kernel",
                  "posix",
                  "xml",
                  "cib",
                  "scheduler",
                  "protocol",
                  "cluster",
                  "ipc",
                  "agents"))
          .buildOrThrow();

  private static final ImmutableList<String> CORES =
      Stream.of("kernel", "xml", "cib", "scheduler", "protocol")
          .map(module -> HOUSE + "." + module)
          .collect(ImmutableList.toImmutableList());

  private static final JavaClasses HOUSE_CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(HOUSE);

  private static final JavaClasses FIXTURES = new ClassFileImporter().importPackages(FIXTURE);

  /** The shells that live beside a core, in packages of their own. */
  private static boolean isShell(JavaClass type) {
    return Rules.isIn(type, HOUSE + ".cib.store")
        || Rules.isIn(type, HOUSE + ".cib.schema")
        || Rules.isIn(type, HOUSE + ".cib.upgrade")
        || Rules.isIn(type, HOUSE + ".kernel.trace")
        || Rules.isIn(type, HOUSE + ".scheduler.simulate");
  }

  /** The XML parser reads from a stream that it is given; that it opens none, its own rule says. */
  private static boolean readsStreams(JavaClass type) {
    return isShell(type) || Rules.isIn(type, HOUSE + ".xml");
  }

  static Stream<Arguments> directions() {
    return KNOWN.entrySet().stream()
        .map(entry ->
            Arguments.of(
                entry.getKey(),
                Rules.knowsOnly(
                    HOUSE,
                    HOUSE + "." + entry.getKey(),
                    entry.getValue().stream()
                        .map(module -> HOUSE + "." + module)
                        .collect(ImmutableList.toImmutableList()))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("directions")
  void aModuleKnowsOnlyWhatTheTableSays(String module, ArchRule rule) {
    assertTrue(
        HOUSE_CLASSES.stream().anyMatch(c -> Rules.isIn(c, HOUSE + "." + module)),
        () -> "no classes of " + module + " were found, so nothing was checked");
    rule.check(HOUSE_CLASSES);
  }

  /** What the field writes into its options for people to read. */
  private static final ImmutableSet<ClusterOption> TOLD =
      ImmutableSet.of(
          ClusterOption.DC_VERSION,
          ClusterOption.CLUSTER_INFRASTRUCTURE,
          ClusterOption.LAST_LRM_REFRESH);

  /** An option that no code reads can't do what its description promises. */
  @Test
  void aClusterOptionThatIsNotReadSaysThatItHasNoEffect() {
    JavaClass table = HOUSE_CLASSES.get(ClusterOption.class);
    for (ClusterOption option : Sets.difference(EnumSet.allOf(ClusterOption.class), TOLD)) {
      boolean read =
          table.getField(option.name()).getAccessesToSelf().stream()
              .anyMatch(access -> !access.getOriginOwner().equals(table));
      assertEquals(read, option.facts().obeyed(), option::word);
    }
  }

  static Stream<Arguments> coreRules() {
    DescribedPredicate<JavaClass> cores = Rules.in(CORES, ArchitectureTest::isShell);
    DescribedPredicate<JavaClass> quiet = Rules.in(CORES, ArchitectureTest::readsStreams);
    DescribedPredicate<JavaClass> all = Rules.in(ImmutableList.of(HOUSE), c -> false);
    return rules(cores, quiet, all).entrySet().stream()
        .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("coreRules")
  void aCoreKeepsToItself(String name, ArchRule rule) {
    rule.check(HOUSE_CLASSES);
  }

  /** Each rule with something that must be among the faults that it finds in the fixtures. */
  static Stream<Arguments> brokenRules() {
    DescribedPredicate<JavaClass> fixtures =
        Rules.in(ImmutableList.of(FIXTURE + ".core"), c -> false);
    ImmutableMap<String, ArchRule> rules = rules(fixtures, fixtures, fixtures);
    return Stream.of(
        Arguments.of(
            Rules.knowsOnly(FIXTURE, FIXTURE + ".low", ImmutableList.of()),
            ImmutableList.of("KnowsTooMuch")),
        Arguments.of(
            rules.get("world"),
            ImmutableList.of("clock()", "random()", "thread()", "file()", "Logger.getLogger")),
        Arguments.of(rules.get("input and output"), ImmutableList.of("java.io.File")),
        Arguments.of(rules.get("order"), ImmutableList.of("HashMap", "HashSet")),
        Arguments.of(
            rules.get("calls"),
            ImmutableList.of(
                "currentTimeMillis", "nanoTime", "getenv", "Map.of", "Set.of", "toSet")),
        Arguments.of(rules.get("locks"), ImmutableList.of("locked()")),
        Arguments.of(rules.get("statics"), ImmutableList.of("count")),
        Arguments.of(
            rules.get("machines"),
            ImmutableList.of("State is no record", "Happened is not sealed")));
  }

  @ParameterizedTest
  @MethodSource("brokenRules")
  void eachRuleIsSeenToFail(ArchRule rule, ImmutableList<String> faults) {
    String report = rule.evaluate(FIXTURES).getFailureReport().toString();
    for (String fault : faults) {
      assertTrue(report.contains(fault), () -> fault + " was not found in:\n" + report);
    }
  }

  @Test
  void theTableIsTheOneInTheArchitecture() throws IOException {
    String page = Files.readString(Path.of("..", "ARCHITECTURE.md"), StandardCharsets.UTF_8);
    for (Map.Entry<String, ImmutableList<String>> entry : KNOWN.entrySet()) {
      ImmutableSet<String> told = told(page, entry.getKey());
      ImmutableSet<String> checked =
          entry.getValue().stream()
              .map(known -> known.equals("protocol") ? "protocols" : known)
              .collect(ImmutableSet.toImmutableSet());
      boolean all = told.equals(ImmutableSet.of("all of the above"));
      assertEquals(all ? checked : told, checked, "what " + entry.getKey() + " knows");
    }
  }

  private static ImmutableSet<String> told(String page, String module) {
    String cell =
        page.lines()
            .filter(line -> line.startsWith("| `impl/" + module))
            .findFirst()
            .orElseThrow(() -> new AssertionError("ARCHITECTURE.md doesn't list " + module))
            .split("\\|", -1)[3]
            .strip();
    return cell.equals("nothing") ? ImmutableSet.of() : ImmutableSet.copyOf(cell.split(", ", -1));
  }

  private static ImmutableMap<String, ArchRule> rules(
      DescribedPredicate<JavaClass> cores,
      DescribedPredicate<JavaClass> quiet,
      DescribedPredicate<JavaClass> all) {
    return ImmutableMap.<String, ArchRule>builder()
        .put("world", Rules.knowsNoWorld(cores))
        .put("input and output", Rules.doesNoInputOrOutput(quiet))
        .put("order", Rules.keepsNoUnorderedCollection(cores))
        .put("calls", Rules.callsNothingThatDiffersFromRunToRun(cores))
        .put("locks", Rules.locksNothing(cores))
        .put("statics", Rules.hasNoStaticThatChanges(all))
        .put("machines", Rules.machinesAreOfRecordsAndSealedTypes(cores))
        .buildOrThrow();
  }
}
