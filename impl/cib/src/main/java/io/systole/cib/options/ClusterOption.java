package io.systole.cib.options;

import static io.systole.cib.options.FactsDraft.choice;
import static io.systole.cib.options.FactsDraft.flag;
import static io.systole.cib.options.FactsDraft.number;
import static io.systole.cib.options.FactsDraft.score;
import static io.systole.cib.options.FactsDraft.share;
import static io.systole.cib.options.FactsDraft.text;
import static io.systole.cib.options.FactsDraft.time;

/** What {@code crm_config} may set (Pacemaker Explained, "Cluster-Wide Options"). */
public enum ClusterOption implements CibOption {
  CLUSTER_NAME(
      text("cluster-name", "")
          .means(
              "A name for the cluster. Rules see it as the node attribute #cluster-name, and agents"
                  + " that have to tell clusters apart use it.")),
  DC_VERSION(
      text("dc-version", "")
          .means("The version that the coordinator runs, for people. Pacemaker writes it.")),
  CLUSTER_INFRASTRUCTURE(
      text("cluster-infrastructure", "corosync")
          .means(
              "The engine that carries the cluster's messages, for people. Pacemaker writes it.")),
  HAVE_WATCHDOG(
      flag("have-watchdog", false)
          .means(
              "Whether nodes have a watchdog that an SBD daemon feeds. The cluster writes it; what"
                  + " is set by hand is overwritten.")),
  LAST_LRM_REFRESH(
      text("last-lrm-refresh", "")
          .adviseAgainst()
          .means("When resources were last cleaned up. Tools write it, and nothing reads it.")),
  NO_QUORUM_POLICY(
      choice("no-quorum-policy", "stop", "stop", "freeze", "ignore", "demote", "fence", "suicide")
          .means(
              "What a part of the cluster without quorum does: stop all its resources; freeze,"
                  + " which lets run what runs and starts nothing new; ignore, as if it had quorum;"
                  + " demote, which demotes what is promoted and stops the rest; fence, which"
                  + " fences the nodes of the part, its own included. suicide is the older word for"
                  + " fence.")),
  SHUTDOWN_LOCK(
      flag("shutdown-lock", false)
          .since("2.0.4")
          .means(
              "Whether resources of a node that is shut down in order stay stopped until it is"
                  + " back, and are not started elsewhere.")),
  SHUTDOWN_LOCK_LIMIT(
      time("shutdown-lock-limit", "0")
          .since("2.0.4")
          .means("How long such a resource waits for its node at most; 0 is without end.")),
  ENABLE_ACL(
      flag("enable-acl", false)
          .since("1.1.5")
          .means(
              "Whether the access control lists of the section acls hold. root and hacluster may do"
                  + " all in any case.")),
  SYMMETRIC_CLUSTER(
      flag("symmetric-cluster", true)
          .means(
              "Whether a resource may run on any node that no constraint forbids. If not, it may"
                  + " run only where a constraint allows it.")),
  MAINTENANCE_MODE(
      flag("maintenance-mode", false)
          .means(
              "Whether the cluster keeps its hands off all resources: none is started, stopped or"
                  + " monitored.")),
  START_FAILURE_IS_FATAL(
      flag("start-failure-is-fatal", true)
          .means(
              "Whether one failed start keeps the resource from the node. If not, failures are"
                  + " counted up to migration-threshold.")),
  ENABLE_STARTUP_PROBES(
      flag("enable-startup-probes", true)
          .adviseAgainst()
          .means(
              "Whether a node that joins is asked which resources run on it already. Without this"
                  + " one may run twice.")),
  FENCE_REMOTE_WITHOUT_QUORUM(
      flag("fence-remote-without-quorum", false)
          .since("3.0.0")
          .notObeyed()
          .means(
              "Whether a part without quorum may fence the remote nodes that it has, though they"
                  + " could be brought back in another way.")),
  FENCING_ENABLED(
      flag("fencing-enabled", true)
          .older("stonith-enabled")
          .means(
              "Whether nodes that are lost or that fail to stop a resource are fenced. Without"
                  + " fencing no data are safe that two nodes can write.")),
  FENCING_ACTION(
      choice("fencing-action", "reboot", "reboot", "off", "poweroff")
          .older("stonith-action")
          .means("What is done to a node that is fenced. poweroff is the older word for off.")),
  FENCING_TIMEOUT(
      time("fencing-timeout", "60s")
          .older("stonith-timeout")
          .means("How long a fence device may take for its action, unless it says otherwise.")),
  FENCING_REACTION(
      choice("fencing-reaction", "stop", "stop", "panic")
          .older("fence-reaction")
          .since("2.0.3")
          .notObeyed()
          .means(
              "What a node does that hears that it was fenced and yet is alive: stop its cluster"
                  + " software, or panic, which restarts the machine at once.")),
  FENCING_WATCHDOG_TIMEOUT(
      time("fencing-watchdog-timeout", "0")
          .older("stonith-watchdog-timeout")
          .orElse("-1")
          .since("1.1.12")
          .notObeyed()
          .means(
              "How long a lost node is given until its watchdog has surely restarted it, where"
                  + " fencing is left to watchdogs. 0 is not to trust in watchdogs; -1 is twice"
                  + " the time of SBD.")),
  FENCING_MAX_ATTEMPTS(
      number("fencing-max-attempts", 10)
          .older("stonith-max-attempts")
          .atLeast(1)
          .since("1.1.17")
          .means(
              "How often in a row fencing of one node may fail until the cluster stops trying by"
                  + " itself.")),
  CONCURRENT_FENCING(
      flag("concurrent-fencing", true)
          .adviseAgainst()
          .since("1.1.15")
          .means("Whether several nodes may be fenced at the same time.")),
  STARTUP_FENCING(
      flag("startup-fencing", true)
          .means(
              "Whether nodes that were never seen since the cluster started are fenced. Without"
                  + " this one of them may run resources that are started here too.")),
  PRIORITY_FENCING_DELAY(
      time("priority-fencing-delay", "0")
          .since("2.0.4")
          .means(
              "How much later the node is fenced whose resources have the greater priority, so"
                  + " that it wins where two nodes would fence each other. Twice the longest delay"
                  + " of the devices is a good value.")),
  NODE_PENDING_TIMEOUT(
      time("node-pending-timeout", "0")
          .since("2.1.7")
          .means(
              "How long a node that the engine knows may take until its controller has joined; then"
                  + " it is fenced. 0 is without end.")),
  CLUSTER_DELAY(
      time("cluster-delay", "60s")
          .means("How long a message may take round the cluster, on top of an action's timeout.")),
  DC_DEADTIME(
      time("dc-deadtime", "20s")
          .means("How long a node that starts waits for others before it elects a coordinator.")),
  CLUSTER_RECHECK_INTERVAL(
      time("cluster-recheck-interval", "15min")
          .means(
              "How often the cluster looks at its state again though nothing has changed, so that"
                  + " rules about times and expired failures have effect. 0 is never.")),
  ELECTION_TIMEOUT(
      time("election-timeout", "2min")
          .notObeyed()
          .means("How long an election may take until it is repeated.")),
  SHUTDOWN_ESCALATION(
      time("shutdown-escalation", "20min")
          .means(
              "How long a node that shuts down waits for its resources to be stopped; then it goes"
                  + " without.")),
  JOIN_INTEGRATION_TIMEOUT(
      time("join-integration-timeout", "3min")
          .means("How long the coordinator waits for nodes to answer its offer to join.")),
  JOIN_FINALIZATION_TIMEOUT(
      time("join-finalization-timeout", "30min")
          .means("How long the coordinator waits for nodes that join to confirm.")),
  CONTROLLER_RETURN_TIMEOUT(
      time("controller-return-timeout", "60s")
          .since("Systole 1.0")
          .means(
              "How long a node whose controller has gone, while its engine is there, is given until"
                  + " it is fenced.")),
  TRANSITION_DELAY(
      time("transition-delay", "0s")
          .notObeyed()
          .means(
              "How long the coordinator waits before it acts on a new state, in case more changes"
                  + " follow.")),
  LOAD_THRESHOLD(
      share("load-threshold", "80%")
          .since("1.1.8")
          .notObeyed()
          .means(
              "The load of the coordinator's machine above which it runs fewer actions at once.")),
  NODE_ACTION_LIMIT(
      number("node-action-limit", 0)
          .since("1.1.11")
          .notObeyed()
          .means("How many actions one node may run at once; 0 is twice its processors.")),
  BATCH_LIMIT(
      number("batch-limit", 0)
          .means("How many actions all nodes together may run at once; 0 is as many as fit.")),
  MIGRATION_LIMIT(
      number("migration-limit", -1)
          .means("How many live migrations one node may take part in at once; -1 is any number.")),
  STOP_ALL_RESOURCES(flag("stop-all-resources", false).means("Whether all resources are stopped.")),
  STOP_REMOVED_RESOURCES(
      flag("stop-removed-resources", true)
          .older("stop-orphan-resources")
          .adviseAgainst()
          .means("Whether a resource that is no longer configured is stopped.")),
  CANCEL_REMOVED_ACTIONS(
      flag("cancel-removed-actions", true)
          .older("stop-orphan-actions")
          .adviseAgainst()
          .means("Whether a recurring operation that is no longer configured is cancelled.")),
  REMOVE_AFTER_STOP(
      flag("remove-after-stop", false)
          .adviseAgainst()
          .means("Whether the executor forgets a resource once it is stopped. It is not tested.")),
  IS_MANAGED_DEFAULT(
      flag("is-managed-default", true)
          .adviseAgainst()
          .means("The default of is-managed; set it in rsc_defaults instead.")),
  DEFAULT_RESOURCE_STICKINESS(
      score("default-resource-stickiness", "0")
          .adviseAgainst()
          .notObeyed()
          .means("The default of resource-stickiness; set it in rsc_defaults instead.")),
  DEFAULT_ACTION_TIMEOUT(
      time("default-action-timeout", "20s")
          .adviseAgainst()
          .notObeyed()
          .means("The default of an operation's timeout; set it in op_defaults instead.")),
  PE_ERROR_SERIES_MAX(
      number("pe-error-series-max", -1)
          .atLeast(-1)
          .notObeyed()
          .means("How many scheduler inputs that led to errors are kept; -1 is all.")),
  PE_WARN_SERIES_MAX(
      number("pe-warn-series-max", 5000)
          .atLeast(-1)
          .notObeyed()
          .means("How many scheduler inputs that led to warnings are kept; -1 is all.")),
  PE_INPUT_SERIES_MAX(
      number("pe-input-series-max", 4000)
          .atLeast(-1)
          .notObeyed()
          .means("How many other scheduler inputs are kept; -1 is all.")),
  NODE_HEALTH_STRATEGY(
      choice(
              "node-health-strategy",
              "none",
              "none",
              "migrate-on-red",
              "only-green",
              "progressive",
              "custom")
          .means(
              "What node attributes that begin with #health do: nothing; migrate-on-red, which"
                  + " moves resources off a node with a red one; only-green, which moves them off"
                  + " one that is not all green; progressive, which adds up what the colours are"
                  + " worth; custom, which leaves it to rules.")),
  NODE_HEALTH_BASE(
      score("node-health-base", "0")
          .since("1.1.16")
          .means("What a node's health is worth before its colours are added.")),
  NODE_HEALTH_GREEN(score("node-health-green", "0").means("What green is worth.")),
  NODE_HEALTH_YELLOW(score("node-health-yellow", "0").means("What yellow is worth.")),
  NODE_HEALTH_RED(score("node-health-red", "-INFINITY").means("What red is worth.")),
  PLACEMENT_STRATEGY(
      choice("placement-strategy", "default", "default", "utilization", "minimal", "balanced")
          .means(
              "How what resources take and what nodes have is counted: default, not at all;"
                  + " utilization, only to tell what fits; minimal, to use as few nodes as will do;"
                  + " balanced, to spread the load.")),
  CLUSTER_IPC_LIMIT(
      number("cluster-ipc-limit", 500)
          .adviseAgainst()
          .atLeast(0)
          .since("1.1.17")
          .notObeyed()
          .means(
              "How many messages a client may leave unread until the field's daemons drop it."
                  + " Here a slow client is told the newest alone.")),
  REMOTE_CLEAR_PORT(
      number("remote-clear-port", 0)
          .adviseAgainst()
          .means("The port for clients of other machines without encryption; 0 is none.")),
  REMOTE_TLS_PORT(
      number("remote-tls-port", 0)
          .means("The port for clients of other machines with encryption; 0 is none."));

  private final OptionFacts facts;

  ClusterOption(FactsDraft draft) {
    this.facts = draft.facts();
  }

  @Override
  public OptionFacts facts() {
    return facts;
  }
}
