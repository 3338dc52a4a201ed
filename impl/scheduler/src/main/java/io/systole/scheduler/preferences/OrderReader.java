package io.systole.scheduler.preferences;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.systole.cib.options.ResourceOption;
import io.systole.scheduler.preferences.OrderConstraint.End;
import io.systole.scheduler.rules.Score;
import io.systole.scheduler.rules.Values;
import io.systole.scheduler.state.Resource;
import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads ordering constraints (Pacemaker Explained, "Ordering" and "Resource sets"). */
final class OrderReader {

  private final PreferenceBuilder builder;

  OrderReader(PreferenceBuilder builder) {
    this.builder = builder;
  }

  private enum Kind {
    OPTIONAL,
    MANDATORY,
    SERIALIZE
  }

  private enum Symmetry {
    ASYMMETRIC,
    SYMMETRIC,
    INVERSE
  }

  void read(Element constraint) {
    Kind kind = kind(constraint);
    Symmetry symmetry = symmetry(constraint, kind, "");
    if (constraint.child("resource_set").isPresent()) {
      readSets(constraint, kind, symmetry);
      return;
    }
    for (Resource first : builder.lookup.resources(constraint.attribute("first", ""))) {
      for (Resource then : builder.lookup.resources(constraint.attribute("then", ""))) {
        readSimple(constraint, first, then);
      }
    }
  }

  private static Kind kind(Element element) {
    return switch (element.attribute("kind", "").toLowerCase(Locale.ROOT)) {
      case "optional" -> Kind.OPTIONAL;
      case "serialize" -> Kind.SERIALIZE;
      case "" -> {
        // Before there were kinds a score of 0 said the same.
        boolean weak = Score.parse(element.attribute("score", "INFINITY"), 1) == 0;
        yield weak ? Kind.OPTIONAL : Kind.MANDATORY;
      }
      default -> Kind.MANDATORY;
    };
  }

  private static Symmetry symmetry(Element element, Kind kind, String inherited) {
    String value = element.attribute("symmetrical", inherited);
    if (kind == Kind.SERIALIZE || Values.isFalse(value)) {
      return Symmetry.ASYMMETRIC;
    }
    return Symmetry.SYMMETRIC;
  }

  private static ImmutableSet<Relation> relations(Kind kind, String firstTask, Symmetry symmetry) {
    return switch (kind) {
      case OPTIONAL -> Sets.immutableEnumSet(Relation.ORDERED);
      case SERIALIZE -> Sets.immutableEnumSet(Relation.SERIALIZE);
      case MANDATORY ->
          switch (symmetry) {
            case ASYMMETRIC -> Sets.immutableEnumSet(Relation.ORDERED, Relation.ASYMMETRIC);
            case SYMMETRIC -> {
              boolean rises = firstTask.equals("start") || firstTask.equals("promote");
              yield rises
                  ? Sets.immutableEnumSet(
                      Relation.ORDERED,
                      Relation.FIRST_IMPLIES_THEN,
                      Relation.UNRUNNABLE_FIRST_BLOCKS)
                  : Sets.immutableEnumSet(Relation.ORDERED, Relation.FIRST_IMPLIES_THEN);
            }
            case INVERSE -> Sets.immutableEnumSet(Relation.ORDERED, Relation.THEN_IMPLIES_FIRST);
          };
    };
  }

  private static String inverse(String task) {
    return switch (task) {
      case "start" -> "stop";
      case "stop" -> "start";
      case "promote" -> "demote";
      case "demote" -> "promote";
      case "promoted" -> "demoted";
      case "demoted" -> "promoted";
      case "running" -> "stopped";
      case "stopped" -> "running";
      default -> "";
    };
  }

  private void readSimple(Element constraint, Resource first, Resource then) {
    Kind kind = kind(constraint);
    Symmetry symmetry = symmetry(constraint, kind, "");
    String firstTask = constraint.attribute("first-action", "start");
    String thenTask = constraint.attribute("then-action", firstTask);
    ImmutableSet<Relation> relations = relations(kind, firstTask, symmetry);
    int needed = neededInstances(constraint, first);
    if (needed > 0) {
      requireSome(constraint, first, firstTask, End.of(then, thenTask), needed, relations);
    } else {
      add(constraint, End.of(first, firstTask), End.of(then, thenTask), relations);
    }
    if (symmetry == Symmetry.SYMMETRIC) {
      String down = inverse(thenTask);
      add(
          constraint,
          End.of(then, down),
          End.of(first, inverse(firstTask)),
          relations(kind, down, Symmetry.INVERSE));
    }
  }

  private static int neededInstances(Element constraint, Resource first) {
    if (!first.isClone()) {
      return 0;
    }
    int needed = first.metaNumber(ResourceOption.CLONE_MIN);
    if (needed > 0) {
      return needed;
    }
    return Values.bool(constraint.attribute("require-all"), true) ? 0 : 1;
  }

  /** As many of a clone's instances as are needed make then possible. */
  private void requireSome(
      Element constraint,
      Resource clone,
      String task,
      End then,
      int needed,
      ImmutableSet<Relation> relations) {
    End enough = End.point("clone-one-or-more:" + constraint.id(), needed);
    for (Resource instance : clone.children()) {
      add(constraint, End.of(instance, task), enough, SOME);
    }
    add(constraint, enough, then, plus(relations, Relation.UNRUNNABLE_FIRST_BLOCKS));
  }

  private static final ImmutableSet<Relation> SOME =
      Sets.immutableEnumSet(Relation.MIN_RUNNABLE, Relation.FIRST_IMPLIES_THEN_GRAPHED);

  private static ImmutableSet<Relation> plus(ImmutableSet<Relation> set, Relation more) {
    return Sets.immutableEnumSet(more, set.toArray(new Relation[0]));
  }

  private void add(Element constraint, End first, End then, ImmutableSet<Relation> relations) {
    builder.orders.add(new OrderConstraint(constraint.id(), first, then, relations));
  }

  // Sets

  private void readSets(Element constraint, Kind kind, Symmetry symmetry) {
    Element previous = null;
    for (Element set : constraint.children("resource_set")) {
      readSet(constraint, set, kind);
      if (previous != null) {
        join(constraint, previous, set, kind, symmetry);
        if (symmetry == Symmetry.SYMMETRIC) {
          join(constraint, set, previous, kind, Symmetry.INVERSE);
        }
      }
      previous = set;
    }
  }

  private List<Resource> members(Element set) {
    List<Resource> members = new ArrayList<>();
    for (Element reference : set.children("resource_ref")) {
      members.addAll(builder.lookup.resources(reference.id()));
    }
    return members;
  }

  private static boolean sequential(Element set) {
    return Values.bool(set.attribute("sequential"), true);
  }

  private void readSet(Element constraint, Element set, Kind parentKind) {
    Kind kind = set.has("kind") ? kind(set) : parentKind;
    Symmetry symmetry = symmetry(set, kind, constraint.attribute("symmetrical", ""));
    String task = set.attribute("action", "start");
    ImmutableSet<Relation> relations = relations(kind, task, symmetry);
    List<Resource> members = members(set);
    for (int i = 0; i < members.size(); i++) {
      if (kind == Kind.SERIALIZE) {
        for (int j = i + 1; j < members.size(); j++) {
          add(constraint, End.of(members.get(i), task), End.of(members.get(j), task), relations);
        }
      } else if (sequential(set) && i > 0) {
        add(constraint, End.of(members.get(i - 1), task), End.of(members.get(i), task), relations);
      }
    }
    if (symmetry == Symmetry.ASYMMETRIC || !sequential(set)) {
      return;
    }
    String down = inverse(task);
    ImmutableSet<Relation> inverse = relations(kind, down, Symmetry.INVERSE);
    for (int i = 1; i < members.size(); i++) {
      add(constraint, End.of(members.get(i), down), End.of(members.get(i - 1), down), inverse);
    }
  }

  private void join(
      Element constraint, Element first, Element second, Kind kind, Symmetry symmetry) {
    boolean down = symmetry == Symmetry.INVERSE;
    String firstTask = task(first, down);
    String secondTask = task(second, down);
    ImmutableSet<Relation> relations = relations(kind, firstTask, symmetry);
    List<Resource> befores = members(first);
    List<Resource> afters = members(second);
    if (befores.isEmpty() || afters.isEmpty()) {
      return;
    }
    if (!down && !Values.bool(first.attribute("require-all"), true)) {
      End any = End.point("one-or-more:" + first.id(), 1);
      befores.forEach(r -> add(constraint, End.of(r, firstTask), any, SOME));
      ImmutableSet<Relation> blocking = plus(relations, Relation.UNRUNNABLE_FIRST_BLOCKS);
      afters.forEach(r -> add(constraint, any, End.of(r, secondTask), blocking));
      return;
    }
    if (sequential(first)) {
      befores = List.of(down ? befores.getFirst() : befores.getLast());
    }
    if (sequential(second)) {
      afters = List.of(down ? afters.getLast() : afters.getFirst());
    }
    for (Resource before : befores) {
      for (Resource after : afters) {
        add(constraint, End.of(before, firstTask), End.of(after, secondTask), relations);
      }
    }
  }

  private static String task(Element set, boolean down) {
    String task = set.attribute("action", "start");
    return down ? inverse(task) : task;
  }
}
