package io.systole.cib.options;

import static io.systole.cib.options.FactsDraft.choice;
import static io.systole.cib.options.FactsDraft.flag;
import static io.systole.cib.options.FactsDraft.number;
import static io.systole.cib.options.FactsDraft.score;
import static io.systole.cib.options.FactsDraft.text;
import static io.systole.cib.options.FactsDraft.time;

/**
 * The meta-attributes of resources (Pacemaker Explained, "Resource Meta-Attributes", "Clone
 * Options", "Guest Nodes").
 */
public enum ResourceOption implements CibOption {
  PRIORITY(
      score("priority", "0")
          .means("Which resources go without where not all can run: those with less.")),
  CRITICAL(
      flag("critical", true)
          .since("2.1.0")
          .means(
              "Whether the resource counts where those that it is colocated with are placed, and in"
                  + " its group. If not, it is stopped rather than that they move.")),
  TARGET_ROLE(
      choice(
              "target-role",
              "started",
              "stopped",
              "started",
              "unpromoted",
              "slave",
              "promoted",
              "master")
          .means(
              "What the cluster tries to make of it: Stopped; Started, which leaves promotion to"
                  + " the scores; Unpromoted; Promoted. Slave and Master are older words.")),
  IS_MANAGED(
      flag("is-managed", true)
          .means("Whether the cluster may start and stop it. It is monitored.")),
  MAINTENANCE(
      flag("maintenance", false)
          .since("2.0.0")
          .means("Whether the cluster keeps its hands off it and does not monitor it either.")),
  RESOURCE_STICKINESS(
      score("resource-stickiness", "0")
          .otherwise("0, and 1 for instances of clones")
          .means("How much it likes to stay where it runs.")),
  REQUIRES(
      choice("requires", "", "nothing", "quorum", "fencing", "unfencing")
          .otherwise(
              "quorum for fence devices and where fencing is disabled, unfencing where a device"
                  + " provides it, otherwise fencing")
          .means(
              "When it may be started: always; only with quorum; only when lost nodes are fenced;"
                  + " only where its node was unfenced besides.")),
  MIGRATION_THRESHOLD(
      score("migration-threshold", "INFINITY")
          .means("How often it may fail on a node until it has to leave; 0 is any number.")),
  FAILURE_TIMEOUT(
      time("failure-timeout", "0").means("How long a failure counts; 0 is until it is cleared.")),
  MULTIPLE_ACTIVE(
      choice("multiple-active", "stop_start", "block", "stop_only", "stop_start", "stop_unexpected")
          .means(
              "What is done where it is found active on several nodes: nothing until someone helps;"
                  + " stop it everywhere; stop it everywhere and start it once; stop it where it"
                  + " should not be.")),
  ALLOW_MIGRATE(
      flag("allow-migrate", false)
          .otherwise("true for connections to remote nodes, otherwise false")
          .means("Whether it can move while it runs.")),
  ALLOW_UNHEALTHY_NODES(
      flag("allow-unhealthy-nodes", false)
          .since("2.1.3")
          .means("Whether it may run on a node whose health is bad.")),
  CONTAINER_ATTRIBUTE_TARGET(
      choice("container-attribute-target", "", "host")
          .since("1.1.17")
          .means(
              "Of a bundle: host has the attributes that its agent sets belong to the node that"
                  + " the container runs on, and not to the container.")),
  PROVIDES(
      choice("provides", "", "unfencing")
          .means("Of a fence device: unfencing says that nodes have to be unfenced by it.")),
  REMOTE_NODE(
      text("remote-node", "").means("The name of the guest node that runs in this resource.")),
  REMOTE_ADDR(
      text("remote-addr", "")
          .otherwise("the value of remote-node")
          .means("Where the guest node is reached.")),
  REMOTE_PORT(number("remote-port", 3121).atLeast(0).means("The port of the guest node.")),
  REMOTE_CONNECT_TIMEOUT(
      time("remote-connect-timeout", "60s")
          .means("How long connecting to the guest node may take.")),
  REMOTE_ALLOW_MIGRATE(
      flag("remote-allow-migrate", true)
          .means("Whether the connection to the guest node can move while it is up.")),
  CLONE_MAX(
      number("clone-max", 0)
          .atLeast(0)
          .otherwise("the number of nodes, at least 1")
          .means("Of a clone: how many instances there are.")),
  CLONE_NODE_MAX(
      number("clone-node-max", 1)
          .atLeast(0)
          .means("Of a clone that is globally unique: how many instances a node may run.")),
  CLONE_MIN(
      number("clone-min", 0)
          .atLeast(0)
          .since("1.1.14")
          .means(
              "Of a clone: how many instances have to run until what is ordered after it may"
                  + " start.")),
  GLOBALLY_UNIQUE(
      flag("globally-unique", false)
          .otherwise("true where clone-node-max is more than 1, otherwise false")
          .means("Of a clone: whether its instances do different things and are told apart.")),
  NOTIFY(
      flag("notify", false)
          .means("Of a clone: whether instances are told before and after others start or stop.")),
  ORDERED(
      flag("ordered", false)
          .otherwise("true for groups, false for clones")
          .means(
              "Of a clone: whether instances start one after the other. Of a group: whether its"
                  + " members do.")),
  COLLOCATED(
      flag("collocated", true)
          .adviseAgainst()
          .means("Of a group: whether its members have to be on one node; use a set instead.")),
  INTERLEAVE(
      flag("interleave", false)
          .means(
              "Of a clone: whether an instance waits only for the instance of the other clone on"
                  + " its own node, and not for all of them.")),
  PROMOTABLE(flag("promotable", false).means("Of a clone: whether instances can be promoted.")),
  PROMOTED_MAX(
      number("promoted-max", 1)
          .older("master-max")
          .atLeast(0)
          .means("Of a promotable clone: how many instances may be promoted.")),
  PROMOTED_NODE_MAX(
      number("promoted-node-max", 1)
          .older("master-node-max")
          .atLeast(0)
          .means("Of a promotable clone: how many instances of one node may be promoted."));

  private final OptionFacts facts;

  ResourceOption(FactsDraft draft) {
    this.facts = draft.facts();
  }

  @Override
  public OptionFacts facts() {
    return facts;
  }
}
