package io.systole.refinement.tlc;

import com.google.common.collect.ImmutableList;
import io.systole.refinement.tla.Tla;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tla2sany.semantic.FormalParamNode;
import tla2sany.semantic.OpDeclNode;
import tla2sany.semantic.OpDefNode;
import tlc2.TLCGlobals;
import tlc2.tool.Action;
import tlc2.tool.StateVec;
import tlc2.tool.TLCState;
import tlc2.tool.impl.FastTool;
import tlc2.util.Context;
import tlc2.util.FP64;
import tlc2.value.IValue;
import tlc2.value.impl.LazyValue;
import tlc2.value.impl.Value;
import util.SimpleFilenameToStream;
import util.ToolIO;
import util.UniqueString;

/** The other side of {@link TlcSpec}: runs TLC in this JVM and answers on the standard output. */
final class TlcWorker {

  private final FastTool tool;
  private final PrintStream out;
  private final Map<Long, Integer> numbers = new HashMap<>();
  private final List<TLCState> todo = new ArrayList<>();
  private final Map<String, Integer> labels = new HashMap<>();
  private final OpDeclNode[] variables;
  private final List<OpDefNode> watched = new ArrayList<>();

  private TlcWorker(FastTool tool, PrintStream out) {
    this.tool = tool;
    this.out = out;
    this.variables = TLCState.vars == null ? new OpDeclNode[0] : TLCState.vars.clone();
    Arrays.sort(variables, Comparator.comparing(variable -> variable.getName().toString()));
  }

  /**
   * Arguments: {@code graph} or {@code eval}, the folder, the module, the model; and of a graph the
   * operators whose values in each state are wanted.
   */
  public static void main(String[] arguments) throws IOException {
    PrintStream out =
        new PrintStream(
            new java.io.FileOutputStream(java.io.FileDescriptor.out),
            false,
            StandardCharsets.UTF_8);
    // What TLC has to say goes where it does not mix with the answers.
    System.setOut(System.err);
    ToolIO.out = System.err;
    ToolIO.setUserDir(arguments[1]);
    TLCGlobals.setNumWorkers(1);
    FP64.Init();
    FastTool tool =
        new FastTool(arguments[1], arguments[2], arguments[3], new SimpleFilenameToStream());
    TlcWorker worker = new TlcWorker(tool, out);
    if (arguments[0].equals("graph")) {
      for (int i = 4; i < arguments.length; i++) {
        worker.watched.add(worker.operator(arguments[i]));
      }
      worker.walk();
    } else {
      worker.answer();
    }
    out.flush();
  }

  private void walk() {
    if (tool.getImpliedTemporals().length > 0) {
      throw new IllegalStateException(
          "this model says what happens in the end; have that in a model without a graph");
    }
    StringBuilder names = new StringBuilder("V");
    Arrays.stream(variables).forEach(v -> names.append('\t').append(v.getName()));
    out.println(names);
    StateVec initial = tool.getInitStates();
    for (int i = 0; i < initial.size(); i++) {
      out.println("I\t" + number(initial.elementAt(i)));
      begins(initial.elementAt(i));
    }
    long steps = 0;
    Action[] actions = tool.getActions();
    int[] named = new int[actions.length];
    for (int i = 0; i < actions.length; i++) {
      named[i] = label(actions[i]);
    }
    for (int next = 0; next < todo.size(); next++) {
      TLCState state = todo.get(next);
      todo.set(next, TLCState.Empty);
      Set<String> edges = new LinkedHashSet<>();
      for (int i = 0; i < actions.length; i++) {
        StateVec after = next(actions[i], named[i], state);
        steps += after.size();
        for (int j = 0; j < after.size(); j++) {
          edges.add("\t" + named[i] + "\t" + number(after.elementAt(j)));
          steps(state, after.elementAt(j));
        }
      }
      if (edges.isEmpty() && tool.getModelConfig().getCheckDeadlock()) {
        out.println("X\tno step can be taken");
      }
      out.println("E\t" + next + String.join("", edges));
    }
    out.println(".\t" + steps);
  }

  // What the model claims, looked at once: each state when it is found, each step when it is taken

  private void begins(TLCState state) {
    for (int i = 0; i < tool.getImpliedInits().length; i++) {
      if (!tool.isValid(tool.getImpliedInits()[i], state)) {
        out.println("X\t" + tool.getImpliedInitNames()[i]);
      }
    }
  }

  private void holds(TLCState state) {
    for (int i = 0; i < tool.getInvariants().length; i++) {
      if (!tool.isValid(tool.getInvariants()[i], state)) {
        out.println("X\t" + tool.getInvNames()[i]);
      }
    }
  }

  private void steps(TLCState from, TLCState to) {
    for (int i = 0; i < tool.getImpliedActions().length; i++) {
      if (!tool.isValid(tool.getImpliedActions()[i], from, to)) {
        out.println("X\t" + tool.getImpliedActNames()[i]);
      }
    }
  }

  /** Says which action it was that is not defined. */
  private StateVec next(Action action, int label, TLCState state) {
    try {
      return tool.getNextStates(action, state);
    } catch (RuntimeException e) {
      out.println("U\t" + label + "\t" + oneLine(e));
      out.flush();
      throw e;
    }
  }

  private static String oneLine(RuntimeException e) {
    return String.valueOf(e.getMessage()).replaceAll("[\\n\\r\\t]", " ");
  }

  private int number(TLCState state) {
    long fingerprint = state.fingerPrint();
    Integer known = numbers.get(fingerprint);
    if (known != null) {
      return known;
    }
    StringBuilder line = new StringBuilder("S");
    for (OpDeclNode variable : variables) {
      line.append('\t').append(TlcValues.read((Value) state.lookup(variable.getName())));
    }
    out.println(line);
    int number = numbers.size();
    for (OpDefNode operator : watched) {
      Value value = (Value) tool.eval(operator.getBody(), Context.Empty, state);
      out.println("P\t" + operator.getName() + "\t" + TlcValues.read(value));
    }
    numbers.put(fingerprint, number);
    todo.add(state);
    holds(state);
    return number;
  }

  private int label(Action action) {
    OpDefNode definition = action.getOpDef();
    StringBuilder line = new StringBuilder("L\t").append(action.getName());
    for (FormalParamNode parameter :
        definition == null ? new FormalParamNode[0] : definition.getParams()) {
      line.append('\t')
          .append(parameter.getName())
          .append('\t')
          .append(argument(action, parameter));
    }
    Integer known = labels.get(line.toString());
    if (known != null) {
      return known;
    }
    out.println(line);
    int number = labels.size();
    labels.put(line.toString(), number);
    return number;
  }

  private Tla argument(Action action, FormalParamNode parameter) {
    Object value = action.con.lookup(parameter);
    if (value instanceof LazyValue lazy) {
      value = tool.eval(lazy.expr, lazy.con, TLCState.Empty);
    }
    if (!(value instanceof Value known)) {
      throw new IllegalStateException(
          "the parameter " + parameter.getName() + " of " + action.getName() + " has no value");
    }
    return TlcValues.read(known);
  }

  private OpDefNode operator(String name) {
    OpDefNode operator = tool.getRootModule().getOpDef(UniqueString.uniqueStringOf(name));
    if (operator == null) {
      throw new IllegalArgumentException("there is no operator " + name);
    }
    return operator;
  }

  private void answer() throws IOException {
    BufferedReader questions =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = questions.readLine(); line != null; line = questions.readLine()) {
      out.println(answer(ImmutableList.copyOf(line.split("\t", -1))));
      out.flush();
    }
  }

  /** An operator may be undefined for what is asked; that is an answer and not our failure. */
  private String answer(ImmutableList<String> question) {
    try {
      OpDefNode operator = operator(question.get(0));
      Context context = Context.Empty;
      for (int i = 0; i < operator.getParams().length; i++) {
        context =
            context.cons(operator.getParams()[i], TlcValues.write(Tla.parse(question.get(i + 1))));
      }
      IValue value = tool.eval(operator.getBody(), context, TLCState.Empty);
      return "=" + TlcValues.read((Value) value);
    } catch (RuntimeException e) {
      return oneLine(e);
    }
  }
}
