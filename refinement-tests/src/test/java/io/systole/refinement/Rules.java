package io.systole.refinement;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaParameterizedType;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.systole.kernel.Machine;
import java.util.Optional;
import java.util.function.Predicate;

/** The rules, each for any packages, so that a test can also show how each fails. */
final class Rules {

  private static final ImmutableSet<String> WORLD =
      ImmutableSet.of(
          "java.time.Clock",
          "java.util.Random",
          "java.util.random.RandomGenerator",
          "java.security.SecureRandom",
          "java.lang.Thread",
          "java.lang.Process",
          "java.lang.ProcessBuilder",
          "java.lang.ProcessHandle",
          "java.lang.Runtime",
          "java.util.Timer",
          "java.util.UUID");

  private static final ImmutableSet<String> WORLD_PACKAGES =
      ImmutableSet.of(
          "java.net", "java.nio.file", "java.nio.channels", "java.util.logging", "java.sql");

  private static final ImmutableSet<String> UNORDERED =
      ImmutableSet.of(
          "java.util.HashMap",
          "java.util.HashSet",
          "java.util.IdentityHashMap",
          "java.util.WeakHashMap",
          "java.util.Hashtable",
          "java.util.concurrent.ConcurrentHashMap");

  private static final ImmutableSet<String> FORBIDDEN_CALLS =
      ImmutableSet.of(
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.lang.System.getenv",
          "java.lang.System.getProperty",
          "java.lang.System.identityHashCode",
          "java.lang.Math.random",
          "java.time.Instant.now",
          "java.time.LocalDateTime.now",
          "java.time.ZonedDateTime.now",
          "java.util.Map.of",
          "java.util.Map.ofEntries",
          "java.util.Map.copyOf",
          "java.util.Set.of",
          "java.util.Set.copyOf",
          "java.util.Collections.shuffle",
          "java.util.stream.Collectors.toSet",
          "java.util.stream.Collectors.toUnmodifiableSet",
          "java.util.stream.Collectors.toUnmodifiableMap");

  private Rules() {}

  /** Classes of {@code module} know of the house only {@code known}. */
  static ArchRule knowsOnly(String house, String module, ImmutableList<String> known) {
    return noClasses()
        .that()
        .resideInAPackage(module + "..")
        .should()
        .dependOnClassesThat(
            describe(
                "are neither its own nor of " + known,
                c ->
                    isIn(c, house)
                        && !isIn(c, module)
                        && known.stream().noneMatch(k -> isIn(c, k))))
        .allowEmptyShould(true)
        .because("imports go one way, as ARCHITECTURE.md's table says");
  }

  static ArchRule knowsNoWorld(DescribedPredicate<JavaClass> cores) {
    return noClasses()
        .that(cores)
        .should()
        .dependOnClassesThat(
            describe(
                "are of the world", c -> WORLD.contains(c.getName()) || isInAny(c, WORLD_PACKAGES)))
        .because("time, draws and results come to a core as events");
  }

  static ArchRule doesNoInputOrOutput(DescribedPredicate<JavaClass> cores) {
    return noClasses()
        .that(cores)
        .should()
        .dependOnClassesThat(
            describe(
                "do input or output",
                c -> isIn(c, "java.io") && !c.getName().equals("java.io.Serializable")))
        .because("effects are data, and a shell carries them out");
  }

  static ArchRule keepsNoUnorderedCollection(DescribedPredicate<JavaClass> cores) {
    return noClasses()
        .that(cores)
        .should()
        .dependOnClassesThat(describe("have no order", c -> UNORDERED.contains(c.getName())))
        .because("the order of a hash table is nobody's promise");
  }

  static ArchRule callsNothingThatDiffersFromRunToRun(DescribedPredicate<JavaClass> cores) {
    return noClasses()
        .that(cores)
        .should()
        .accessTargetWhere(
            describe(
                "differ from run to run",
                access ->
                    access instanceof JavaCodeUnitAccess<?> call
                        && FORBIDDEN_CALLS.contains(nameOf(call.getTarget()))))
        .because("the same state and event must always give the same step");
  }

  static ArchRule locksNothing(DescribedPredicate<JavaClass> cores) {
    return methods()
        .that()
        .areDeclaredInClassesThat(cores)
        .should()
        .notHaveModifier(JavaModifier.SYNCHRONIZED)
        .because("a core knows no threads");
  }

  static ArchRule hasNoStaticThatChanges(DescribedPredicate<JavaClass> all) {
    return fields()
        .that()
        .areStatic()
        .and()
        .areDeclaredInClassesThat(all)
        .should()
        .beFinal()
        .because("a static that changes is hidden state");
  }

  static ArchRule machinesAreOfRecordsAndSealedTypes(DescribedPredicate<JavaClass> cores) {
    return classes()
        .that(cores)
        .and()
        .implement(Machine.class)
        .and()
        .areNotInterfaces()
        .should(
            new ArchCondition<>("have a record as state, and sealed events and effects") {
              @Override
              public void check(JavaClass machine, ConditionEvents events) {
                for (String fault : faultsOf(machine)) {
                  events.add(SimpleConditionEvent.violated(machine, fault));
                }
              }
            })
        .allowEmptyShould(true);
  }

  private static ImmutableList<String> faultsOf(JavaClass machine) {
    Optional<JavaParameterizedType> type =
        machine.getInterfaces().stream()
            .filter(i -> i.toErasure().isAssignableTo(Machine.class))
            .filter(JavaParameterizedType.class::isInstance)
            .map(JavaParameterizedType.class::cast)
            .findFirst();
    if (type.isEmpty()) {
      return ImmutableList.of(machine.getName() + " doesn't say of what it is a Machine");
    }
    ImmutableList.Builder<String> faults = ImmutableList.builder();
    ImmutableList<JavaType> arguments = ImmutableList.copyOf(type.get().getActualTypeArguments());
    if (!arguments.get(0).toErasure().isRecord()) {
      faults.add(machine.getName() + ": the state " + arguments.get(0).getName() + " is no record");
    }
    for (JavaType argument : arguments.subList(1, 3)) {
      if (!argument.toErasure().reflect().isSealed()) {
        faults.add(machine.getName() + ": " + argument.getName() + " is not sealed");
      }
    }
    return faults.build();
  }

  private static String nameOf(AccessTarget target) {
    return target.getOwner().getName() + "." + target.getName();
  }

  static DescribedPredicate<JavaClass> in(ImmutableList<String> roots, Predicate<JavaClass> but) {
    return describe(
        "are in " + roots, c -> roots.stream().anyMatch(root -> isIn(c, root)) && !but.test(c));
  }

  static boolean isIn(JavaClass type, String root) {
    String name = type.getPackageName();
    return name.equals(root) || name.startsWith(root + ".");
  }

  private static boolean isInAny(JavaClass type, ImmutableSet<String> roots) {
    return roots.stream().anyMatch(root -> isIn(type, root));
  }
}
