package io.systole.scheduler.state;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.systole.cib.options.ClusterOption;
import io.systole.cib.options.ResourceOption;
import io.systole.cib.rules.RuleInput;
import io.systole.scheduler.rules.Score;
import io.systole.scheduler.rules.Values;
import io.systole.xml.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the resources that are configured, templates applied and clones laid out in instances. */
final class ResourceReader {

  private final ClusterReader cluster;
  private final Optional<Element> defaults;

  /** The clones whose instances were to be told apart, and cannot be as there are services. */
  private final Set<String> madeAnonymous = new LinkedHashSet<>();

  ResourceReader(ClusterReader cluster) {
    this.cluster = cluster;
    this.defaults = cluster.configuration.child("rsc_defaults");
  }

  void readConfigured() {
    Element section = cluster.configuration.child("resources").orElse(Element.of("resources"));
    for (Element child : section.children()) {
      if (!child.is("template")) {
        cluster.topLevel.add(read(child, null, -1, false));
      }
    }
    for (Element connection : GuestConnections.of(section)) {
      cluster.topLevel.add(read(connection, null, -1, false));
    }
    for (Resource resource : cluster.resources) {
      if (resource.isFenceDevice()) {
        cluster.hasFenceDevice = true;
        if (resource.meta("provides").filter(p -> p.equals("unfencing")).isPresent()) {
          cluster.unfencingDevices.add(resource.id);
        }
      }
    }
    cluster.resources.forEach(this::linkNode);
    cluster.resources.forEach(this::linkContainer);
    cluster.resources.forEach(this::settle);
  }

  /** Reads one resource and all that it contains. {@code instance} is -1 outside of clones. */
  Resource read(Element xml, @Nullable Resource parent, int instance, boolean orphan) {
    Element expanded = expanded(xml);
    Resource.Kind kind = kind(expanded);
    Map<String, String> meta = meta(expanded, kind, parent);
    String id = instance < 0 ? expanded.id() : expanded.id() + ":" + instance;
    Resource resource =
        add(
            new Resource.Draft(
                id, expanded.id(), kind, parent, expanded, meta, instance, orphan, ops(expanded)));
    if (kind == Resource.Kind.GROUP) {
      for (Element child : expanded.children("primitive")) {
        read(child, resource, instance, orphan);
      }
    } else if (kind == Resource.Kind.CLONE) {
      layOut(resource);
    } else if (kind == Resource.Kind.BUNDLE) {
      BundleSpec.of(expanded).ifPresent(bundle -> layOut(resource, bundle));
    }
    return resource;
  }

  private static Resource.Kind kind(Element xml) {
    return switch (xml.name()) {
      case "group" -> Resource.Kind.GROUP;
      case "clone", "master" -> Resource.Kind.CLONE;
      case "bundle" -> Resource.Kind.BUNDLE;
      default -> Resource.Kind.PRIMITIVE;
    };
  }

  private Resource add(Resource.Draft draft) {
    Resource resource = new Resource(cluster.resources.size(), draft);
    cluster.resources.add(resource);
    cluster.resourcesById.putIfAbsent(resource.id, resource);
    if (resource.parent != null) {
      resource.parent.children.add(resource);
    }
    ResourceStatus status = resource.status;
    status.managed =
        resource.metaIs(
            ResourceOption.IS_MANAGED, cluster.options.is(ClusterOption.IS_MANAGED_DEFAULT));
    boolean maintenance = cluster.options.is(ClusterOption.MAINTENANCE_MODE);
    if (maintenance || resource.metaIs(ResourceOption.MAINTENANCE)) {
      status.managed = false;
      status.maintenance = true;
    }
    return resource;
  }

  private void layOut(Resource clone) {
    Element content = content(clone.xml);
    if (content == null) {
      return;
    }
    int max = cloneMax(clone);
    for (int i = 0; i < max; i++) {
      read(content, clone, i, false);
    }
    if (max > 0 && madeAnonymous.contains(clone.id)) {
      keepNumbers(clone.children.getLast());
    }
    if (max == 0) {
      // One instance that nothing may run on gives the history something to be matched against.
      read(content, clone, 0, true);
    }
  }

  /**
   * A clone becomes anonymous as its services are met, each time for the instances that stand there
   * by then. What stands beside a service in the last one has its number for a name, as before.
   */
  private static void keepNumbers(Resource last) {
    for (Resource member : last.children) {
      member.keepsNumber = !isService(member.xml);
    }
  }

  private void layOut(Resource bundle, BundleSpec spec) {
    BundleElements elements = new BundleElements(spec);
    Optional<Element> content = spec.connected() ? spec.content() : Optional.empty();
    Resource clone = content.map(c -> read(elements.clone(c), bundle, -1, false)).orElse(null);
    // What is cloned without a number has an instance for each node that is known by then.
    cluster.configuredNodes += cluster.newReplicas.get(bundle.id).size();
    ImmutableList.Builder<Replica> replicas = ImmutableList.builder();
    for (int i = 0; i < spec.replicas(); i++) {
      Optional<String> address = spec.address(i);
      if (clone != null && address.isPresent()) {
        clone.children.get(i).given = ImmutableMap.of("pcmk_external_ip", address.get());
      }
      replicas.add(
          new Replica(
              read(elements.container(i), bundle, -1, false),
              elements.address(i).map(a -> read(a, bundle, -1, false)).orElse(null),
              clone == null ? null : read(elements.connection(i), bundle, -1, false),
              clone == null ? null : clone.children.get(i)));
    }
    bundle.replicas = replicas.build();
    for (Resource part : bundle.children) {
      part.nestable = spec.hasOwnPort() && RemovedConnections.isConnection(part.xml);
    }
    bundle.replicasPerHost = spec.perHost();
  }

  static @Nullable Element content(Element clone) {
    for (Element child : clone.children()) {
      if (child.is("primitive") || child.is("group")) {
        return child;
      }
    }
    return null;
  }

  /** Adds an instance beyond those that are wanted, for what was found active. */
  Resource addOrphanInstance(Resource clone) {
    Element content = content(clone.xml);
    int next = clone.children.stream().mapToInt(Resource::instance).max().orElse(-1) + 1;
    int from = cluster.resources.size();
    Resource instance = read(content == null ? clone.xml : content, clone, next, true);
    for (Resource added : cluster.resources.subList(from, cluster.resources.size())) {
      settle(added);
    }
    return instance;
  }

  /** Adds a primitive for what the history tells of and the configuration does not. */
  Resource addOrphan(Element history) {
    Element xml =
        Element.builder("primitive")
            .attribute("id", history.id())
            .attribute("class", history.attribute("class", "ocf"))
            .attribute("provider", history.attribute("provider"))
            .attribute("type", history.attribute("type", ""))
            .build();
    Resource resource = read(xml, null, -1, true);
    linkNode(resource);
    cluster.topLevel.add(resource);
    if (cluster.options.is(ClusterOption.STOP_REMOVED_RESOURCES)) {
      cluster.bans.add(new Ban(resource, null, -Score.INFINITY, "it is not configured"));
    } else {
      resource.status.managed = false;
    }
    settle(resource);
    return resource;
  }

  private int cloneMax(Resource clone) {
    return clone
        .metaUsable(ResourceOption.CLONE_MAX)
        .map(_ -> clone.metaNumber(ResourceOption.CLONE_MAX))
        .orElse(Math.max(1, cluster.configuredNodes));
  }

  // --- what an element says -----------------------------------------------------------------

  private Element expanded(Element xml) {
    String name = xml.attribute("template", "");
    Element template = name.isEmpty() ? null : cluster.elementsById.get(name);
    if (template == null) {
      return xml;
    }
    Element.Builder merged =
        Element.builder(xml.name()).attributes(template.attributes()).attributes(xml.attributes());
    merged.remove("template");
    Optional<Element> own = xml.child("operations");
    for (Element child : template.children()) {
      if (!child.is("operations")) {
        merged.child(child);
      }
    }
    xml.children().stream().filter(c -> !c.is("operations")).forEach(merged::child);
    List<Element> operations = new ArrayList<>();
    own.ifPresent(o -> operations.addAll(o.children()));
    template
        .child("operations")
        .ifPresent(o ->
            o.children().stream()
                .filter(t -> operations.stream().noneMatch(m -> sameOperation(m, t)))
                .toList()
                .forEach(operations::add));
    cluster.tags.merge(
        name,
        ImmutableList.of(xml.id()),
        (a, b) -> ImmutableList.<String>builder().addAll(a).addAll(b).build());
    return merged.child(Element.builder("operations").children(operations).build()).build();
  }

  private static boolean sameOperation(Element a, Element b) {
    // The role tells apart what is repeated at another pace in another role.
    return a.attribute("name", "").equals(b.attribute("name", ""))
        && a.attribute("role", "").equals(b.attribute("role", ""));
  }

  private ImmutableList<Operation> ops(Element xml) {
    Optional<Element> operations = xml.child("operations");
    if (operations.isPresent() && operations.get().has("id-ref")) {
      operations =
          Optional.ofNullable(cluster.elementsById.get(operations.get().attribute("id-ref", "")));
    }
    return operations
        .map(o ->
            o.children("op").stream()
                .map(this::referred)
                .map(Operation::of)
                .collect(ImmutableList.toImmutableList()))
        .orElse(ImmutableList.of());
  }

  private Element referred(Element op) {
    Element found = op.has("id-ref") ? cluster.elementsById.get(op.attribute("id-ref", "")) : null;
    return found == null ? op : found;
  }

  private Map<String, String> meta(Element xml, Resource.Kind kind, @Nullable Resource parent) {
    Map<String, String> meta = new LinkedHashMap<>();
    RuleInput input = cluster.ruleInput();
    if (kind == Resource.Kind.PRIMITIVE) {
      input =
          input.withResource(
              new RuleInput.Agent(
                  xml.attribute("class", ""),
                  xml.attribute("provider", ""),
                  xml.attribute("type", "")));
    }
    RuleInput known = input;
    cluster.sets.read(xml, "meta_attributes", known, meta);
    if (parent != null) {
      parent.meta.forEach(meta::putIfAbsent);
    }
    defaults.ifPresent(d -> cluster.sets.read(d, "meta_attributes", known, meta));
    if (kind == Resource.Kind.CLONE) {
      meta.putIfAbsent("resource-stickiness", "1");
      forbidUniqueServices(xml, meta);
    }
    return meta;
  }

  /** Services have no parameters, so that two of them on one node would be the same one. */
  private void forbidUniqueServices(Element xml, Map<String, String> meta) {
    boolean service =
        xml.descendants()
            .filter(e -> e.is("primitive"))
            .map(this::expanded)
            .anyMatch(ResourceReader::isService);
    if (!service) {
      return;
    }
    boolean several = Values.integer(Optional.ofNullable(meta.get("clone-node-max")), 1) > 1;
    if (Values.bool(Optional.ofNullable(meta.get("globally-unique")), several)) {
      // One a node is left of what was to be several, so more than nodes there cannot be.
      meta.computeIfPresent(
          "clone-max",
          (name, max) ->
              Integer.toString(
                  Math.min(Values.integer(Optional.of(max), 0), cluster.configuredNodes)));
      madeAnonymous.add(xml.id());
    }
    meta.put("globally-unique", "false");
    meta.put("clone-node-max", "1");
  }

  private static boolean isService(Element primitive) {
    String standard = primitive.attribute("class", "");
    return standard.equals("lsb") || standard.equals("systemd") || standard.equals("service");
  }

  // --- what follows when all is read ----------------------------------------------------------

  private void linkNode(Resource resource) {
    if (!resource.isPrimitive()) {
      return;
    }
    resource
        .meta("remote-node")
        .filter(n -> !n.isEmpty())
        .ifPresent(name -> resource.remoteNode = name);
    if (RemovedConnections.isConnection(resource.xml)) {
      Node node = cluster.nodesByName.get(resource.id);
      if (node != null) {
        resource.isConnection = true;
        node.connection = resource;
        if (node.isRemote()) {
          node.unclean = cluster.fencesStrangers();
        }
      }
    }
  }

  private void linkContainer(Resource resource) {
    if (resource.isPrimitive()) {
      resource.meta("container").ifPresent(container -> putInto(resource, container));
    }
  }

  /** Notes that a resource runs in another one, if there is one of that id. */
  void putInto(Resource resource, String id) {
    Resource container = cluster.resourcesById.get(id);
    if (container != null && container != resource && resource.container == null) {
      resource.container = container;
      container.contents.add(resource);
    }
  }

  private void settle(Resource resource) {
    if (resource.isPrimitive()) {
      resource.requires = requires(resource);
    }
    if (resource.isConnection) {
      resource.reconnectMillis = Parameters.reconnectMillis(cluster.sets, cluster.now, resource);
    }
    targetRole(resource).ifPresent(role -> resource.status.nextRole = role);
  }

  private Resource.Requires requires(Resource resource) {
    boolean fencing = cluster.options.fencing();
    boolean unfencing = !cluster.unfencingDevices.isEmpty();
    String value = resource.meta("requires").orElse("").toLowerCase(Locale.ROOT);
    Resource.Requires otherwise;
    if (resource.isConnection || resource.isFenceDevice()) {
      otherwise = Resource.Requires.QUORUM;
    } else if (unfencing && fencing) {
      otherwise = Resource.Requires.UNFENCING;
    } else if (fencing) {
      otherwise = Resource.Requires.FENCING;
    } else if (cluster.noQuorumPolicy == Options.NoQuorumPolicy.IGNORE) {
      otherwise = Resource.Requires.NOTHING;
    } else {
      otherwise = Resource.Requires.QUORUM;
    }
    return switch (value) {
      case "nothing" -> Resource.Requires.NOTHING;
      case "quorum" -> Resource.Requires.QUORUM;
      case "fencing" -> fencing ? Resource.Requires.FENCING : Resource.Requires.QUORUM;
      case "unfencing" -> {
        if (resource.isFenceDevice()) {
          yield Resource.Requires.QUORUM;
        }
        yield fencing ? Resource.Requires.UNFENCING : Resource.Requires.QUORUM;
      }
      default -> otherwise;
    };
  }

  /** The role that the configuration limits a resource to, if it does. */
  static Optional<Role> targetRole(Resource resource) {
    Optional<String> value = resource.meta("target-role");
    Optional<Role> role = value.flatMap(Role::parse);
    if (role.isEmpty() || role.get() == Role.STARTED) {
      return Optional.empty();
    }
    if (role.get().atLeast(Role.UNPROMOTED)
        && (!resource.top().promotable() || role.get() == Role.PROMOTED)) {
      return Optional.empty();
    }
    return role;
  }
}
