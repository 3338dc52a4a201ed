package io.systole.scheduler.ordering;

import io.systole.scheduler.preferences.Relation;

/**
 * What a relation makes of the flags of two plain actions: a pure function, the same as {@code
 * spec/alloy/ordering.als}, which shows when the order of application matters.
 */
public final class RelationRule {

  private int first;
  private int then;
  private final Worth worth;
  private final Facts facts;

  private RelationRule(Pair flags, Worth worth, Facts facts) {
    this.first = flags.first();
    this.then = flags.then();
    this.worth = worth;
    this.facts = facts;
  }

  /** The flags of two actions, as {@link Flags} has them. */
  public record Pair(int first, int then) {}

  /**
   * What two actions are worth, which for a collective's action is more than its own flags.
   *
   * @param first flags
   * @param then flags
   */
  public record Worth(int first, int then) {}

  /**
   * What is so as long as orderings are worked out.
   *
   * @param promoted whether then's resource is promoted
   * @param managed whether then's resource is managed
   * @param settled whether then's resource is where it should be already, so that a one-way
   *     ordering does not hold it up unless something else needs it
   */
  public record Facts(boolean promoted, boolean managed, boolean settled) {}

  /** The flags after a relation was applied. It only takes flags away. */
  public static Pair apply(Relation relation, Pair flags, Worth worth, Facts facts) {
    RelationRule rule = new RelationRule(flags, worth, facts);
    rule.apply(relation);
    return new Pair(rule.first, rule.then);
  }

  private void apply(Relation relation) {
    switch (relation) {
      case FIRST_IMPLIES_THEN -> {
        if (needed(worth.first) && !has(first, Flags.MIGRATABLE)) {
          then = without(then, Flags.OPTIONAL);
        }
      }
      case THEN_IMPLIES_FIRST -> {
        // A plain action follows by way of its restart; a collective's need shows in its parts.
        if (needed(worth.then) && needed(worth.first)) {
          needFirst();
        }
      }
      case PROMOTED_THEN_IMPLIES_FIRST -> {
        if (facts.promoted && needed(worth.then)) {
          needFirst();
        }
      }
      case UNRUNNABLE_FIRST_BLOCKS -> {
        if (!has(worth.first, Flags.RUNNABLE) && has(then, Flags.RUNNABLE)) {
          then = without(then, Flags.RUNNABLE | Flags.MIGRATABLE);
        }
      }
      case UNMIGRATABLE_THEN_BLOCKS -> {
        if (!has(then, Flags.MIGRATABLE) || !has(then, Flags.RUNNABLE)) {
          first = without(first, Flags.RUNNABLE);
        }
        if (needed(then)) {
          first = without(first, Flags.OPTIONAL);
        }
      }
      case FIRST_ELSE_THEN -> {
        if (!has(first, Flags.RUNNABLE)) {
          then = without(then, Flags.MIGRATABLE | Flags.PSEUDO);
        }
      }
      case INTERMEDIATE_STOP -> restart();
      case ASYMMETRIC -> oneWay();
      case ORDERED,
          IF_FIRST_UNMIGRATABLE,
          FIRST_IMPLIES_THEN_GRAPHED,
          THEN_IMPLIES_FIRST_GRAPHED,
          NESTED_REMOTE_PROBE,
          FIRST_IMPLIES_SAME_NODE_THEN,
          IF_ON_SAME_NODE,
          IF_ON_SAME_NODE_OR_TARGET,
          IF_REQUIRED_ON_SAME_NODE,
          GUEST_ALLOWED,
          THEN_CANCELS_FIRST,
          MIN_RUNNABLE,
          SERIALIZE -> {
        // These say when an ordering counts, or are dealt with where links are followed.
      }
    }
  }

  private void needFirst() {
    first = without(first, Flags.OPTIONAL);
    if (!has(then, Flags.MIGRATABLE)) {
      first = without(first, Flags.MIGRATABLE);
    }
  }

  /** A start that is needed needs the stop before it; one that cannot be leaves only the stop. */
  private void restart() {
    boolean impossible = !has(then, Flags.RUNNABLE) && facts.managed;
    boolean needed = needed(then);
    if (!impossible && !needed) {
      return;
    }
    if (has(first, Flags.RUNNABLE) || needed) {
      first = without(first, Flags.OPTIONAL);
    }
    if (needed(first) && !has(first, Flags.RUNNABLE)) {
      then = without(then, Flags.RUNNABLE);
    }
    if (needed(first) && !has(then, Flags.MIGRATABLE)) {
      first = without(first, Flags.MIGRATABLE);
    }
  }

  /** Without an inverse only what still has to be done is held up. */
  private void oneWay() {
    if (has(first, Flags.RUNNABLE) || (has(then, Flags.OPTIONAL) && facts.settled)) {
      return;
    }
    then = without(then, Flags.OPTIONAL);
    then = without(then, Flags.RUNNABLE);
  }

  private static boolean needed(int flags) {
    return !has(flags, Flags.OPTIONAL);
  }

  private static boolean has(int flags, int flag) {
    return (flags & flag) != 0;
  }

  /** What was made pointless stays optional. */
  private static int without(int flags, int some) {
    boolean pointless = some == Flags.OPTIONAL && has(flags, Flags.CANCELLED);
    return pointless ? flags : flags & ~some;
  }
}
