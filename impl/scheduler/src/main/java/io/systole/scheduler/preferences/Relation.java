package io.systole.scheduler.preferences;

/** What an ordering of two actions, first and then, makes of one when the other changes. */
public enum Relation {
  /** Only an order: neither action is made necessary or impossible. */
  ORDERED(0),
  /** Holds only if first cannot be part of a live migration. */
  IF_FIRST_UNMIGRATABLE(1),
  /** If then must run, so must first. */
  THEN_IMPLIES_FIRST(2),
  /** If first must run, so must then. */
  FIRST_IMPLIES_THEN(3),
  /** If then must run for a promoted instance, so must first. */
  PROMOTED_THEN_IMPLIES_FIRST(4),
  /** First can run only if then can, and can be part of a live migration. */
  UNMIGRATABLE_THEN_BLOCKS(5),
  /** Then can run only if first can. */
  UNRUNNABLE_FIRST_BLOCKS(6),
  /** If first cannot run, then is a real action and no mere notion. */
  FIRST_ELSE_THEN(7),
  /** If first must run, then is shown in the graph. */
  FIRST_IMPLIES_THEN_GRAPHED(8),
  /** If then must run, first is shown in the graph. */
  THEN_IMPLIES_FIRST_GRAPHED(9),
  /** First is the probe of a connection inside of what then probes. */
  NESTED_REMOTE_PROBE(10),
  /** If first must run, so must then on the same node. */
  FIRST_IMPLIES_SAME_NODE_THEN(11),
  /** First is the stop in the middle of a restart that ends with then. */
  INTERMEDIATE_STOP(12),
  /** Holds only on one and the same node. */
  IF_ON_SAME_NODE(13),
  /** Holds only on one node or towards one migration target. */
  IF_ON_SAME_NODE_OR_TARGET(14),
  /** Holds only if first must run on the node of then. */
  IF_REQUIRED_ON_SAME_NODE(15),
  /** Holds also between a guest and its host. */
  GUEST_ALLOWED(16),
  /** If then must run, first is dropped. */
  THEN_CANCELS_FIRST(17),
  /** Then needs a number of actions like first. */
  MIN_RUNNABLE(18),
  /** One at a time, in any order. */
  SERIALIZE(19),
  /** The constraint has no inverse for the way down. */
  ASYMMETRIC(20);

  private final int bit;

  Relation(int position) {
    this.bit = 1 << position;
  }

  /** This relation in a set of bits. */
  public int bit() {
    return bit;
  }
}
