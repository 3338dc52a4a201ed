package io.systole.kernel.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.kernel.Cause;
import io.systole.kernel.NodeName;
import io.systole.kernel.Runner;
import io.systole.kernel.Till;
import io.systole.kernel.trace.TraceProblem.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TraceTest {

  private static final Path TRACES = Path.of("..", "..", "traces");
  private static final NodeName A = new NodeName("a");
  private static final NodeName B = new NodeName("b");

  /** A run in which b's till hears of a's, is restarted, and refuses once. */
  private static ImmutableList<String> run() {
    List<String> lines = new ArrayList<>();
    TraceWriter trace =
        new TraceWriter(TraceHeader.of("Till", "test", 1, ImmutableSortedSet.of(A, B)), lines::add);
    var a = till(A, 1, trace);
    var b = till(B, 1, trace);
    var sent = a.step(new Till.PaidIn(5), new Cause.Local("customer")).sends();
    b.step(new Till.PaidIn(5), new Cause.Received(sent.getFirst()));
    b.step(new Till.Asked(1), new Cause.Fired("noon"));
    trace.fault(new Fault.Crashed(B, "Till"));
    trace.fault(new Fault.Restarted(B, "Till"));
    var again = till(B, 2, trace);
    again.step(new Till.Asked(99), new Cause.Local("customer"));
    trace.fault(
        new Fault.Partitioned(
            ImmutableList.of(ImmutableSortedSet.of(A), ImmutableSortedSet.of(B))));
    a.step(new Till.PaidIn(1), new Cause.Local("customer"));
    return ImmutableList.copyOf(lines);
  }

  private static Runner<Till.State, Till.Event, Till.Effect> till(
      NodeName node, long incarnation, TraceWriter trace) {
    return new Runner<>(
        "Till", node, incarnation, new Till(), new Till.State(10), Till.INVARIANTS, trace);
  }

  @Test
  void aRunIsWrittenAsTheGoldenTraceHasIt() throws IOException {
    Path golden = TRACES.resolve("golden").resolve("till.ndjson");
    assertEquals(
        Files.readString(golden, StandardCharsets.UTF_8),
        run().stream().map(line -> line + "\n").collect(Collectors.joining()));
  }

  @Test
  void whatWasWrittenIsAccepted() {
    assertEquals(new TraceReport(5, 3, ImmutableList.of()), TraceReader.read(run()));
  }

  static Stream<Arguments> tampering() {
    return Stream.of(
        tampered("a line is gone", Kind.BROKEN_INDEX, lines -> without(lines, 3)),
        tampered("a step is gone", Kind.BROKEN_SEQUENCE, lines -> without(lines, 2)),
        tampered("the header is gone", Kind.BAD_HEADER, lines -> without(lines, 0)),
        tampered("all is gone", Kind.BAD_HEADER, lines -> ImmutableList.of()),
        tampered("another version", Kind.BAD_HEADER, lines -> edit(lines, 0, "\"v\":1", "\"v\":2")),
        tampered(
            "a state is changed",
            Kind.WRONG_DIGEST,
            lines -> edit(lines, 3, "\"state\":{\"amount\":14}", "\"state\":{\"amount\":15}")),
        tampered(
            "the first state is changed",
            Kind.WRONG_DIGEST,
            lines -> edit(lines, 1, "\"initial\":{\"amount\":10}", "\"initial\":{\"amount\":9}")),
        tampered(
            "a step begins elsewhere",
            Kind.BROKEN_CHAIN,
            lines -> edit(lines, 3, Canonical.digest(new Till.State(15)), "0".repeat(16))),
        tampered(
            "a message from nowhere",
            Kind.UNKNOWN_MESSAGE,
            lines -> edit(lines, 2, "a/1/1/0", "a/1/9/0")),
        tampered(
            "a message sent twice",
            Kind.MESSAGE_SENT_TWICE,
            lines -> edit(lines, 2, "b/1/1/0", "a/1/1/0")),
        tampered(
            "a refusal that acts",
            Kind.REFUSAL_WITH_EFFECT,
            lines -> edit(lines, 3, "\"effects\":[]", "\"effects\":[],\"refused\":\"TOO_MUCH\"")),
        tampered(
            "a field is missing", Kind.BAD_SHAPE, lines -> edit(lines, 1, "\"action\"", "\"act\"")),
        tampered("a line is no object", Kind.BAD_SHAPE, lines -> replace(lines, 2, "[]")),
        tampered("garbage", Kind.NOT_JSON, lines -> replace(lines, 2, "{]")),
        tampered(
            "the end is cut off",
            Kind.TRUNCATED,
            lines -> replace(lines, lines.size() - 1, lines.getLast().substring(0, 100))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tampering")
  void whatWasTamperedWithIsRefusedByTheNameOfTheFault(
      String what, Kind kind, ImmutableList<String> lines) {
    List<TraceProblem> problems = TraceReader.read(lines).problems();
    assertTrue(problems.stream().anyMatch(p -> p.kind() == kind), () -> what + " gave " + problems);
  }

  @Test
  void theKindsOfProblemsAreAllTested() {
    ImmutableSet<Object> tested =
        tampering().map(a -> a.get()[1]).collect(ImmutableSet.toImmutableSet());
    assertEquals(ImmutableSet.copyOf(Kind.values()), ImmutableSet.copyOf(tested));
  }

  @Test
  void theSchemaHasTheFieldsThatTheReaderAsksFor() throws IOException, JsonException {
    Json schema =
        Json.parse(Files.readString(TRACES.resolve("trace.schema.json"), StandardCharsets.UTF_8));
    Json.Members definitions = members(members(schema).get("$defs"));
    assertFields(TraceShape.HEADER, members(definitions.get("header")));
    assertFields(TraceShape.STEP, members(definitions.get("step")));
    assertFields(TraceShape.FAULT, members(definitions.get("fault")));
    assertEquals(
        Stream.of(Fault.class.getPermittedSubclasses()).map(Class::getSimpleName).toList(),
        texts(
            members(members(members(definitions.get("fault")).get("properties")).get("fault"))
                .get("enum")));
  }

  private static void assertFields(TraceShape shape, Json.Members definition) {
    ImmutableSet<String> required =
        shape.fields().keySet().stream()
            .filter(field -> !shape.optional().contains(field))
            .collect(ImmutableSet.toImmutableSet());
    assertEquals(shape.fields().keySet(), members(definition.get("properties")).members().keySet());
    assertEquals(required, ImmutableSet.copyOf(texts(definition.get("required"))));
  }

  private static Json.Members members(Json json) {
    return (Json.Members) json;
  }

  private static List<String> texts(Json json) {
    return ((Json.Items) json).items().stream().map(i -> ((Json.Text) i).value()).toList();
  }

  private static Arguments tampered(
      String what, Kind kind, UnaryOperator<ImmutableList<String>> change) {
    return Arguments.of(what, kind, change.apply(run()));
  }

  private static ImmutableList<String> without(ImmutableList<String> lines, int index) {
    List<String> copy = new ArrayList<>(lines);
    copy.remove(index);
    return ImmutableList.copyOf(copy);
  }

  private static ImmutableList<String> replace(
      ImmutableList<String> lines, int index, String line) {
    List<String> copy = new ArrayList<>(lines);
    copy.set(index, line);
    return ImmutableList.copyOf(copy);
  }

  private static ImmutableList<String> edit(
      ImmutableList<String> lines, int index, String from, String to) {
    String line = lines.get(index);
    assertTrue(line.contains(from), () -> from + " is not in " + line);
    return replace(lines, index, line.replace(from, to));
  }
}
