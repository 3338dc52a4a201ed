package io.systole.refinement.tlc;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.refinement.graph.Label;
import io.systole.refinement.graph.StateGraph;
import io.systole.refinement.graph.Watch;
import io.systole.refinement.tla.Tla;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A specification in TLA+ with a model of it, as something that Java can ask: does it hold, what is
 * its graph, what is the value of an operator. Everything that TLC is like, its static state, its
 * folders and its classes, stays behind this class: each question runs in a JVM of its own.
 *
 * @param folder of the module; TLC looks for other modules there first
 * @param module the root module's name
 * @param model the configuration's file name, without its ending
 * @param libraries where else TLC looks for modules
 */
public record TlcSpec(Path folder, String module, String model, ImmutableList<Path> libraries) {

  private static final int HEAP_MEGABYTES = 3000;

  /**
   * Checks all invariants and properties of the model.
   *
   * @param workers how many threads search; with more than one the behaviour that is shown for a
   *     violation may not be a shortest one
   */
  public TlcResult check(int workers) throws TlcException {
    Fork.Order order =
        order(
            tlc2.TLC.class,
            "-workers",
            Integer.toString(workers),
            "-metadir",
            Fork.METADIR,
            "-config",
            model + ".cfg",
            module);
    try (Fork fork = Fork.start(order);
        BufferedReader lines = reader(fork)) {
      return TlcResult.read(lines.lines().collect(ImmutableList.toImmutableList()));
    } catch (IOException e) {
      throw new TlcException("could not check " + this, e);
    }
  }

  /**
   * What there is to know of a model that was walked.
   *
   * @param graph all states and all edges, each with its action's name and parameters
   * @param steps how many steps there are, those of one label between the same states counted each
   * @param violated the invariants and properties of steps that do not hold
   * @param values of the operators that were asked for, in each state, by their names
   */
  public record Walk(
      StateGraph graph,
      long steps,
      ImmutableSortedSet<String> violated,
      ImmutableListMultimap<String, Tla> values) {}

  /** Walks the whole model, and looks at what it claims on the way. */
  public Walk walk() throws TlcException {
    return walk(Watch.NONE);
  }

  /**
   * Walks the model as far as it is watched.
   *
   * @throws TlcException if a step is not defined, with the action
   */
  public Walk walk(Watch watch) throws TlcException {
    return walk(watch, ImmutableList.of());
  }

  /**
   * Walks the whole model.
   *
   * @param operators of the root module, without parameters, whose values are wanted
   */
  public Walk walkAndTell(ImmutableList<String> operators) throws TlcException {
    return walk(Watch.NONE, operators);
  }

  private Walk walk(Watch watch, ImmutableList<String> operators) throws TlcException {
    try (Fork fork = Fork.start(walking(operators));
        BufferedReader lines = reader(fork)) {
      return readGraph(lines, watch)
          .orElseThrow(() -> new TlcException("TLC failed on " + this + ":\n" + errors(fork)));
    } catch (IOException e) {
      throw new TlcException("could not walk the graph of " + this, e);
    }
  }

  /**
   * The whole walk, kept in a file: what TLC has said once does not have to be found out again.
   *
   * @param file where it is, or is put
   */
  public Walk walkKeptIn(Path file) throws TlcException {
    try {
      if (!Files.exists(file)) {
        keep(file);
      }
      try (BufferedReader lines = Files.newBufferedReader(file)) {
        return readGraph(lines, Watch.NONE)
            .orElseThrow(() -> new TlcException(file + " is no whole graph: remove it"));
      }
    } catch (IOException e) {
      throw new TlcException("could not keep the graph of " + this + " in " + file, e);
    }
  }

  private void keep(Path file) throws IOException, TlcException {
    Path beside = Objects.requireNonNull(file.toAbsolutePath().getParent());
    Path part = Files.createTempFile(Files.createDirectories(beside), "graph", ".part");
    try (Fork fork = Fork.start(walking(ImmutableList.of()))) {
      Files.copy(fork.process().getInputStream(), part, StandardCopyOption.REPLACE_EXISTING);
      if (fork.process().onExit().join().exitValue() != 0) {
        throw new TlcException("TLC failed on " + this + ":\n" + errors(fork));
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private Fork.Order walking(ImmutableList<String> operators) {
    String[] arguments =
        Stream.concat(
                Stream.of("graph", folder.toAbsolutePath().toString(), module, model),
                operators.stream())
            .toArray(String[]::new);
    return order(TlcWorker.class, arguments);
  }

  private static String errors(Fork fork) {
    try {
      return fork.errors();
    } catch (IOException e) {
      return "what it wrote of it can't be read: " + e;
    }
  }

  /** Nothing if the lines end too early. */
  private Optional<Walk> readGraph(BufferedReader lines, Watch watch)
      throws IOException, TlcException {
    List<Label> labels = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    StateGraph graph = new StateGraph(ImmutableList.of());
    TreeSet<String> violated = new TreeSet<>();
    ImmutableListMultimap.Builder<String, Tla> values = ImmutableListMultimap.builder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] parts = line.split("\t", -1);
      switch (parts[0]) {
        case "V" -> graph = new StateGraph(tail(parts, 1));
        case "L" -> labels.add(label(parts));
        case "S" -> numbers.add(graph.add(tail(parts, 1)));
        case "I" -> graph.addInitial(numbers.get(Integer.parseInt(parts[1])));
        case "P" -> values.put(parts[1], Tla.parse(parts[2]));
        case "X" -> violated.add(parts[1]);
        case "E" -> {
          int state = numbers.get(Integer.parseInt(parts[1]));
          graph.addEdges(state, edges(parts, labels));
          if (!watch.goesOn(graph, state)) {
            return Optional.of(
                new Walk(
                    graph, graph.edgeCount(), ImmutableSortedSet.copyOf(violated), values.build()));
          }
        }
        case "U" ->
            throw new TlcException(
                labels.get(Integer.parseInt(parts[1])) + " is not defined: " + parts[2]);
        case "." -> {
          return Optional.of(
              new Walk(
                  graph,
                  Long.parseLong(parts[1]),
                  ImmutableSortedSet.copyOf(violated),
                  values.build()));
        }
        default -> throw new TlcException("the worker said: " + line);
      }
    }
    return Optional.empty();
  }

  private static ImmutableList<String> tail(String[] parts, int from) {
    return ImmutableList.copyOf(parts).subList(from, parts.length);
  }

  private static Label label(String[] parts) {
    TreeMap<String, String> arguments = new TreeMap<>();
    for (int i = 2; i < parts.length; i += 2) {
      arguments.put(parts[i], parts[i + 1]);
    }
    return new Label(parts[1], ImmutableSortedMap.copyOfSorted(arguments));
  }

  /** The worker numbers states as they come, as the graph does. */
  private static List<StateGraph.Edge> edges(String[] parts, List<Label> labels) {
    List<StateGraph.Edge> edges = new ArrayList<>();
    for (int i = 2; i < parts.length; i += 2) {
      edges.add(
          new StateGraph.Edge(
              labels.get(Integer.parseInt(parts[i])), Integer.parseInt(parts[i + 1])));
    }
    return edges;
  }

  /** Opens the specification for questions about its operators; the caller closes it. */
  public Evaluator evaluator() throws TlcException {
    try {
      return new Evaluator(
          this,
          Fork.start(
              order(TlcWorker.class, "eval", folder.toAbsolutePath().toString(), module, model)));
    } catch (IOException e) {
      throw new TlcException("could not open " + this, e);
    }
  }

  /** Evaluates operators of the root module, in one JVM for as many questions as one likes. */
  public static final class Evaluator implements AutoCloseable {

    private final TlcSpec spec;
    private final Fork fork;
    private final Writer questions;
    private final BufferedReader answers;

    private Evaluator(TlcSpec spec, Fork fork) {
      this.spec = spec;
      this.fork = fork;
      this.questions =
          new OutputStreamWriter(fork.process().getOutputStream(), StandardCharsets.UTF_8);
      this.answers = reader(fork);
    }

    /**
     * The value of an operator.
     *
     * @throws TlcException if there is no such operator, or its value is undefined
     */
    public Tla evaluate(String operator, Tla... arguments) throws TlcException {
      try {
        questions.write(operator);
        for (Tla argument : arguments) {
          questions.write("\t" + argument);
        }
        questions.write("\n");
        questions.flush();
        String answer = answers.readLine();
        if (answer == null) {
          throw new TlcException("TLC failed on " + spec + ":\n" + fork.errors());
        }
        if (!answer.startsWith("=")) {
          throw new TlcException(operator + " of " + spec.module() + ": " + answer);
        }
        return Tla.parse(answer.substring(1));
      } catch (IOException e) {
        throw new TlcException("could not ask " + spec, e);
      }
    }

    @Override
    public void close() throws TlcException {
      try {
        fork.close();
      } catch (IOException e) {
        throw new TlcException("could not close " + spec, e);
      }
    }
  }

  private Fork.Order order(Class<?> main, String... arguments) {
    if (!Files.isRegularFile(folder.resolve(module + ".tla"))) {
      throw new IllegalArgumentException("there is no module " + module + " in " + folder);
    }
    return new Fork.Order(
        main, folder.toAbsolutePath(), libraries, HEAP_MEGABYTES, ImmutableList.copyOf(arguments));
  }

  private static BufferedReader reader(Fork fork) {
    return new BufferedReader(
        new InputStreamReader(fork.process().getInputStream(), StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return folder.resolve(module) + " with " + model + ".cfg";
  }
}
