package io.systole.refinement.alloy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import edu.mit.csail.sdg.alloy4.A4Reporter;
import edu.mit.csail.sdg.ast.Command;
import edu.mit.csail.sdg.ast.Sig;
import edu.mit.csail.sdg.parser.CompModule;
import edu.mit.csail.sdg.parser.CompUtil;
import edu.mit.csail.sdg.translator.A4Options;
import edu.mit.csail.sdg.translator.A4Solution;
import edu.mit.csail.sdg.translator.A4Tuple;
import edu.mit.csail.sdg.translator.A4TupleSet;
import edu.mit.csail.sdg.translator.TranslateAlloyToKodkod;
import io.systole.scheduler.ordering.Flags;
import io.systole.scheduler.ordering.RelationRule;
import io.systole.scheduler.preferences.Relation;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** {@code spec/alloy/ordering.als} holds, and the scheduler's rule is the same thing. */
class OrderingFlagsTest {

  private static final String MODEL = Path.of("../spec/alloy/ordering.als").toString();

  /**
   * All steps that differ in what a relation looks at, each with its two states in either role:
   * nine states of what is optional or cancelled, four of what is runnable and of what is
   * migratable; twice that for the four relations that look at one thing more.
   */
  private static final int STEPS = 2 * 9 * 4 * 4 * (9 + 4);

  private final CompModule module = CompUtil.parseEverything_fromFile(A4Reporter.NOP, null, MODEL);

  @TestFactory
  Stream<DynamicTest> everyCommandGivesWhatItExpects() {
    return module.getAllCommands().stream()
        .map(command ->
            DynamicTest.dynamicTest(
                command.label,
                () -> assertEquals(command.expects == 1, solve(command).satisfiable())));
  }

  @Test
  void theSchedulerTakesEveryStepOfTheModel() {
    int steps = 0;
    Command command =
        module.getAllCommands().stream()
            .filter(c -> c.label.equals("stepTaken"))
            .findFirst()
            .orElseThrow();
    for (A4Solution instance = solve(command); instance.satisfiable(); instance = instance.next()) {
      compare(new Instance(module, instance));
      steps++;
    }
    assertEquals(STEPS, steps);
  }

  private static void compare(Instance instance) {
    Relation relation = Relation.valueOf(instance.only("Case", "relation"));
    Set<String> facts = instance.all("World", "so");
    RelationRule.Pair before = instance.flags("from");
    RelationRule.Pair after =
        RelationRule.apply(
            relation,
            before,
            new RelationRule.Worth(before.first(), before.then()),
            new RelationRule.Facts(
                facts.contains("Promoted"), facts.contains("Managed"), facts.contains("Settled")));
    assertEquals(instance.flags("to"), after, () -> relation + " of " + before + " with " + facts);
  }

  private A4Solution solve(Command command) {
    return TranslateAlloyToKodkod.execute_command(
        A4Reporter.NOP, module.getAllReachableSigs(), command, new A4Options());
  }

  /** One instance of the model. */
  private record Instance(CompModule module, A4Solution solution) {

    private A4TupleSet field(String sig, String name) {
      for (Sig one : module.getAllReachableSigs()) {
        if (one.label.equals("this/" + sig)) {
          for (Sig.Field field : one.getFields()) {
            if (field.label.equals(name)) {
              return solution.eval(field);
            }
          }
        }
      }
      throw new IllegalArgumentException("the model has no " + sig + "." + name);
    }

    Set<String> all(String sig, String name) {
      Set<String> atoms = new TreeSet<>();
      field(sig, name).forEach(tuple -> atoms.add(plain(tuple.atom(1))));
      return atoms;
    }

    String only(String sig, String name) {
      return all(sig, name).iterator().next();
    }

    RelationRule.Pair flags(String moment) {
      String state = field("Case", moment).iterator().next().atom(1);
      return new RelationRule.Pair(flags(state, "First"), flags(state, "Then"));
    }

    private int flags(String state, String action) {
      return (has(state, "optional", action) ? Flags.OPTIONAL : 0)
          | (has(state, "runnable", action) ? Flags.RUNNABLE : 0)
          | (has(state, "migratable", action) ? Flags.MIGRATABLE : 0)
          | (has(state, "pseudo", action) ? Flags.PSEUDO : 0)
          | (all("Cancelled", "of").contains(action) ? Flags.CANCELLED : 0);
    }

    private boolean has(String state, String flag, String action) {
      for (A4Tuple tuple : field("State", flag)) {
        if (tuple.atom(0).equals(state) && plain(tuple.atom(1)).equals(action)) {
          return true;
        }
      }
      return false;
    }

    /** An atom's name without its number. */
    private static String plain(String atom) {
      return atom.substring(0, atom.lastIndexOf('$'));
    }
  }
}
