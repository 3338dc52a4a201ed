package io.systole.scheduler.state;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.systole.cib.options.OptionValues;
import io.systole.cib.options.ResourceOption;
import io.systole.cib.rules.RuleInput;
import io.systole.scheduler.rules.Score;
import io.systole.scheduler.rules.Values;
import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A resource as it is configured: a primitive, a group, a clone, or one instance of what is cloned.
 * What it does at present stands in {@link ResourceStatus}. Only this package's readers change one.
 */
public final class Resource {

  /** The shapes of resources. */
  public enum Kind {
    PRIMITIVE,
    GROUP,
    CLONE,
    BUNDLE
  }

  /** What a start needs besides an available node. */
  public enum Requires {
    NOTHING,
    QUORUM,
    FENCING,
    UNFENCING
  }

  /** What is done when a resource is found active on more nodes than one. */
  public enum MultipleActive {
    STOP_START,
    BLOCK,
    STOP_ONLY,
    STOP_UNEXPECTED
  }

  final int index;
  final String id;
  final String configId;
  final Kind kind;
  final @Nullable Resource parent;
  final Element xml;
  final Map<String, String> meta;
  private final OptionValues options;
  final int instance;
  final boolean orphan;
  final List<Resource> children = new ArrayList<>();
  final ImmutableList<Operation> operations;

  /** The parameters, once they have been read, if no rule makes them differ from node to node. */
  @Nullable ImmutableMap<String, String> fixedParameters;

  final ResourceStatus status = new ResourceStatus();

  /** Parameters that follow from where it is, beside those that are configured. */
  ImmutableMap<String, String> given = ImmutableMap.of();

  Requires requires = Requires.NOTHING;
  @Nullable Resource container;
  ImmutableList<Replica> replicas = ImmutableList.of();
  int replicasPerHost = 1;
  final List<Resource> contents = new ArrayList<>();
  boolean isConnection;
  boolean nestable;

  /** Whether named by its number in a clone whose instances are not told apart otherwise. */
  boolean keepsNumber;

  long reconnectMillis;
  String remoteNode = "";

  Resource(int index, Draft draft) {
    this.index = index;
    this.id = draft.id;
    this.configId = draft.configId;
    this.kind = draft.kind;
    this.parent = draft.parent;
    this.xml = draft.xml;
    this.meta = Collections.unmodifiableMap(draft.meta);
    this.options = OptionValues.of(draft.meta);
    this.instance = draft.instance;
    this.orphan = draft.orphan;
    this.operations = draft.operations;
  }

  /** What a resource is made from. */
  record Draft(
      String id,
      String configId,
      Kind kind,
      @Nullable Resource parent,
      Element xml,
      Map<String, String> meta,
      int instance,
      boolean orphan,
      ImmutableList<Operation> operations) {}

  public int index() {
    return index;
  }

  /** The name by which actions and scores call it; an instance's has its number. */
  public String id() {
    return id;
  }

  /** The id in the configuration. */
  public String configId() {
    return configId;
  }

  public Kind kind() {
    return kind;
  }

  public boolean isPrimitive() {
    return kind == Kind.PRIMITIVE;
  }

  public boolean isGroup() {
    return kind == Kind.GROUP;
  }

  public boolean isClone() {
    return kind == Kind.CLONE;
  }

  public @Nullable Resource parent() {
    return parent;
  }

  public Element xml() {
    return xml;
  }

  public Map<String, String> meta() {
    return meta;
  }

  public Optional<String> meta(String name) {
    return Optional.ofNullable(meta.get(name));
  }

  public boolean metaIs(ResourceOption option) {
    return options.flag(option);
  }

  /**
   * The value of an option whose default depends on more than the table.
   *
   * @param otherwise the default here
   */
  public boolean metaIs(ResourceOption option, boolean otherwise) {
    return metaUsable(option).isPresent() ? options.flag(option) : otherwise;
  }

  /** What is set, if it can be used. */
  public Optional<String> metaUsable(ResourceOption option) {
    return options.usable(option);
  }

  public int metaNumber(ResourceOption option) {
    return options.integer(option);
  }

  /** The number of this instance of a clone, or -1. */
  public int instance() {
    return instance;
  }

  /** Whether it runs or ran without being configured (any more). */
  public boolean orphan() {
    return orphan;
  }

  public List<Resource> children() {
    return Collections.unmodifiableList(children);
  }

  public ImmutableList<Operation> operations() {
    return operations;
  }

  public ResourceStatus status() {
    return status;
  }

  public Requires requires() {
    return requires;
  }

  public boolean needsFencing() {
    return requires == Requires.FENCING || requires == Requires.UNFENCING;
  }

  /** The resource in which this one runs: the virtual machine or container of a guest node. */
  public @Nullable Resource container() {
    return container;
  }

  public boolean isBundle() {
    return kind == Kind.BUNDLE;
  }

  /** What stands for a collective resource on the nodes: of a bundle its containers. */
  public List<Resource> instances() {
    return isBundle() ? replicas.stream().map(Replica::container).toList() : children();
  }

  /** The parts that go where the whole is asked to be: of a bundle the containers with theirs. */
  public List<Resource> located() {
    return isBundle()
        ? children.stream().filter(c -> !c.isConnection && !c.isClone()).toList()
        : children();
  }

  /** For a bundle: how many replicas one node may have. */
  public int replicasPerHost() {
    return replicasPerHost;
  }

  /** A bundle's replicas. */
  public ImmutableList<Replica> replicas() {
    return replicas;
  }

  /** A bundle's clone of what runs in its containers, or null. */
  public @Nullable Resource content() {
    return children.stream().filter(Resource::isClone).findFirst().orElse(null);
  }

  /**
   * What says how much it takes up: what runs in a container takes it up where the container is,
   * and nothing by itself.
   */
  public Resource loaded() {
    if (parent != null && parent.isBundle()) {
      return parent.replicas.stream()
          .filter(r -> r.container() == this)
          .map(Replica::instance)
          .filter(Objects::nonNull)
          .findFirst()
          .orElse(this);
    }
    return inReplica() ? top() : this;
  }

  /** Whether it runs in replicas of a bundle, as one instance or the clone of all. */
  public boolean inReplica() {
    Resource top = top();
    return top.isClone() && top.parent != null;
  }

  /** Whether it is the connection to a replica of a bundle. */
  public boolean isReplicaConnection() {
    return isConnection && parent != null && parent.isBundle();
  }

  /** Whether its container may run on what is a remote node itself, whose port it must not need. */
  public boolean maybeNested() {
    return nestable;
  }

  /** What runs in this one, if it is a container: the connection to a guest node, for one. */
  public List<Resource> contents() {
    return Collections.unmodifiableList(contents);
  }

  /** Whether nobody configured it: it follows from another resource. */
  public boolean implicit() {
    return Values.bool(meta("internal_rsc"), false);
  }

  /** Whether it is the connection to a remote or guest node. */
  public boolean isConnection() {
    return isConnection;
  }

  /** For a connection: how long to wait before it is tried again; 0 if it is tried at once. */
  public long reconnectMillis() {
    return reconnectMillis;
  }

  public String standard() {
    return xml.attribute("class", "");
  }

  public boolean isFenceDevice() {
    return standard().equals("stonith");
  }

  public RuleInput.Agent agent() {
    return new RuleInput.Agent(
        standard(), xml.attribute("provider", ""), xml.attribute("type", ""));
  }

  public int priority() {
    return score(ResourceOption.PRIORITY);
  }

  private int score(ResourceOption option) {
    return Score.clamp(options.number(option));
  }

  public int stickiness() {
    return score(ResourceOption.RESOURCE_STICKINESS);
  }

  public int migrationThreshold() {
    int threshold = score(ResourceOption.MIGRATION_THRESHOLD);
    return threshold < 0 ? Score.INFINITY : threshold;
  }

  /** After how many seconds a failure is forgotten; 0 if never. */
  public long failureTimeoutSeconds() {
    if (reconnectMillis > 0) {
      // A connection is tried again then, as if it had not failed.
      return reconnectMillis / 1000;
    }
    return options.duration(ResourceOption.FAILURE_TIMEOUT).toSeconds();
  }

  public boolean critical() {
    return metaIs(ResourceOption.CRITICAL);
  }

  public boolean allowsMigration() {
    return metaIs(ResourceOption.ALLOW_MIGRATE, isConnection && container == null);
  }

  public MultipleActive multipleActive() {
    return switch (options.choice(ResourceOption.MULTIPLE_ACTIVE)) {
      case "block" -> MultipleActive.BLOCK;
      case "stop_only" -> MultipleActive.STOP_ONLY;
      case "stop_unexpected" -> MultipleActive.STOP_UNEXPECTED;
      default -> MultipleActive.STOP_START;
    };
  }

  /** For a clone: whether its instances are told apart. */
  public boolean unique() {
    return kind == Kind.CLONE
        && metaIs(ResourceOption.GLOBALLY_UNIQUE, metaNumber(ResourceOption.CLONE_NODE_MAX) > 1);
  }

  /** For a clone: how many instances there shall be. */
  public int cloneMax() {
    return (int) children.stream().filter(c -> !c.orphan).count();
  }

  /** For a clone: how many instances one node may have. */
  public int cloneNodeMax() {
    return unique() ? metaNumber(ResourceOption.CLONE_NODE_MAX) : 1;
  }

  /** For a clone: how many instances may be promoted. */
  public int promotedMax() {
    return promotable() ? metaNumber(ResourceOption.PROMOTED_MAX) : 0;
  }

  /** For a clone: how many instances one node may have promoted. */
  public int promotedNodeMax() {
    return promotable() ? metaNumber(ResourceOption.PROMOTED_NODE_MAX) : 0;
  }

  public boolean promotable() {
    return kind == Kind.CLONE && (metaIs(ResourceOption.PROMOTABLE) || xml.is("master"));
  }

  public boolean ordered() {
    return metaIs(ResourceOption.ORDERED);
  }

  public boolean interleave() {
    return metaIs(ResourceOption.INTERLEAVE);
  }

  public boolean notifies() {
    return kind == Kind.CLONE && metaIs(ResourceOption.NOTIFY);
  }

  /** Whether an instance of an anonymous clone, or a member of such an instance. */
  public boolean anonymousInstance() {
    Resource top = top();
    return top != this && top.isClone() && !top.unique() && !keepsNumber;
  }

  /** Whether an instance of a unique clone, or a member of such an instance, or the clone. */
  public boolean uniqueInstance() {
    Resource top = top();
    return top.isClone() ? top.unique() : true;
  }

  /** The outermost resource that this one is part of. A bundle's inner resource stops below it. */
  public Resource top() {
    Resource here = this;
    while (here.parent != null && here.parent.kind != Kind.BUNDLE) {
      here = here.parent;
    }
    return here;
  }

  /** Whether {@code other} is this resource or around it. */
  public boolean isWithin(Resource other) {
    Resource here = this;
    while (here != null) {
      if (here == other) {
        return true;
      }
      here = here.parent;
    }
    return false;
  }

  @Override
  public String toString() {
    return id;
  }
}
