package io.systole.protocol.transition;

/** Who carries out an action of a graph. */
public enum ActionKind {
  /** {@code <pseudo_event>}: nobody; a point in the order of things, done when it is reached. */
  PSEUDO,
  /** {@code <rsc_op>}: the executor of a node. */
  RESOURCE,
  /** {@code <crm_event>}: the cluster itself: fencing, shutdown of a node, clean-up. */
  CLUSTER
}
