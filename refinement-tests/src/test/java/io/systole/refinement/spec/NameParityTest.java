package io.systole.refinement.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.cluster.group.GroupMessage;
import io.systole.cluster.group.GroupsEffect;
import io.systole.cluster.group.GroupsEvent;
import io.systole.cluster.group.GroupsInvariants;
import io.systole.cluster.group.GroupsRefusal;
import io.systole.kernel.NodeName;
import io.systole.protocol.election.ElectionEffect;
import io.systole.protocol.election.ElectionEvent;
import io.systole.protocol.election.ElectionInvariants;
import io.systole.protocol.election.ElectionPhase;
import io.systole.protocol.election.ElectionRefusal;
import io.systole.protocol.join.JoinEffect;
import io.systole.protocol.join.JoinEvent;
import io.systole.protocol.join.JoinInvariants;
import io.systole.protocol.join.JoinMessage;
import io.systole.protocol.join.JoinRefusal;
import io.systole.protocol.join.JoinStage;
import io.systole.protocol.join.MemberPhase;
import io.systole.refinement.manifest.Configuration;
import io.systole.refinement.manifest.Manifest;
import io.systole.refinement.manifest.Model;
import io.systole.refinement.manifest.Mutants;
import io.systole.refinement.manifest.SpecText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Specification and code call everything by the same name. */
class NameParityTest {

  private static final Path PROTOCOLS =
      Path.of("../impl/protocols/src/main/java/io/systole/protocol");
  private static final Path GROUPS =
      Path.of("../impl/cluster/src/main/java/io/systole/cluster/group");

  /**
   * A protocol's names in the code.
   *
   * @param said sealed interfaces of effects and messages
   * @param words enums whose values are in the states
   * @param sources where its machine is
   */
  record Code(
      String protocol,
      Class<?> events,
      ImmutableList<Class<?>> said,
      ImmutableSortedSet<String> refusals,
      ImmutableList<Class<? extends Enum<?>>> words,
      ImmutableList<String> invariants,
      Path sources) {

    @Override
    public String toString() {
      return protocol;
    }
  }

  static Stream<Code> protocols() {
    return Stream.of(
        new Code(
            "election",
            ElectionEvent.class,
            ImmutableList.of(ElectionEffect.class),
            names(ElectionRefusal.class),
            ImmutableList.of(ElectionPhase.class),
            ElectionInvariants.ALL.names(),
            PROTOCOLS.resolve("election")),
        new Code(
            "join",
            JoinEvent.class,
            ImmutableList.of(JoinEffect.class, JoinMessage.class),
            names(JoinRefusal.class),
            ImmutableList.of(MemberPhase.class, JoinStage.class),
            JoinInvariants.of(new NodeName("n1")).names(),
            PROTOCOLS.resolve("join")),
        new Code(
            "messaging",
            GroupsEvent.class,
            ImmutableList.of(GroupsEffect.class, GroupMessage.class),
            allBut(GroupsRefusal.TOO_MANY_GROUPS),
            ImmutableList.of(),
            GroupsInvariants.ALL.names(),
            GROUPS));
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void events(Code code) throws IOException {
    assertEquals(
        simpleNames(ImmutableList.of(code.events())),
        node(code).find("event\\.type = \"(\\w+)\""),
        "events");
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void effectsAndMessages(Code code) throws IOException {
    assertEquals(
        simpleNames(code.said()), node(code).find("\\btype \\|-> \"(\\w+)\""), "what is said");
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void refusals(Code code) throws IOException {
    TreeSet<String> guards = new TreeSet<>();
    for (String guard : new Mutants(Specs.manifest(code.protocol())).guards().keySet()) {
      guards.add(guard.split("\\.", -1)[1]);
    }
    assertEquals(code.refusals(), ImmutableSortedSet.copyOf(guards), "refusals");
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void wordsOfStates(Code code) throws IOException {
    ImmutableSortedSet<String> used = node(code).find("\"([A-Z_]+)\"");
    for (Class<? extends Enum<?>> word : code.words()) {
      assertTrue(used.containsAll(names(word)), () -> word + " is not all in " + used);
    }
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void invariants(Code code) throws IOException {
    Manifest manifest = Specs.manifest(code.protocol());
    for (String graph : manifest.graphs().keySet()) {
      Model model = manifest.model(graph);
      String config = Files.readString(manifest.folder().resolve(model.name() + ".cfg"));
      Collection<String> checked = Configuration.checks(config).get("INVARIANT");
      assertTrue(
          checked.containsAll(code.invariants()),
          () -> graph + " checks " + checked + " and not all of " + code.invariants());
    }
  }

  /** Javadoc says which action a method is: {@code Spec: Election!VoteDelivered}. */
  @ParameterizedTest
  @MethodSource("protocols")
  void javadocNamesOperators(Code code) throws IOException {
    ImmutableSortedSet<String> operators = node(code).operators();
    TreeSet<String> named = new TreeSet<>();
    Pattern reference = Pattern.compile("Spec: \\w+!(\\w+)");
    try (Stream<Path> sources = Files.list(code.sources())) {
      for (Path source : sources.filter(path -> path.toString().endsWith(".java")).toList()) {
        reference
            .matcher(Files.readString(source))
            .results()
            .forEach(result -> named.add(result.group(1)));
      }
    }
    assertTrue(operators.containsAll(named), () -> named + " are not all in " + operators);
    TreeSet<String> decided = new TreeSet<>();
    operators.stream()
        .filter(operator -> operator.endsWith("Outcome"))
        .forEach(operator -> decided.add(operator.replace("Outcome", "")));
    assertTrue(
        named.containsAll(decided), () -> decided + " are not all named in Javadoc " + named);
  }

  private static SpecText node(Code code) throws IOException {
    Manifest manifest = Specs.manifest(code.protocol());
    return SpecText.read(manifest.folder().resolve(manifest.machine() + ".tla"));
  }

  private static ImmutableSortedSet<String> simpleNames(Collection<Class<?>> sealed) {
    return sealed.stream()
        .flatMap(type -> Arrays.stream(type.getPermittedSubclasses()))
        .map(Class::getSimpleName)
        .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
  }

  /** Limits are not in the models. */
  private static ImmutableSortedSet<String> allBut(GroupsRefusal limit) {
    return names(GroupsRefusal.class).stream()
        .filter(name -> !name.equals(limit.name()))
        .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
  }

  private static ImmutableSortedSet<String> names(Class<? extends Enum<?>> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(Enum::name)
        .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
  }
}
