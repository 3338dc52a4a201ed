package io.systole.scheduler.state;

import com.google.common.base.Splitter;
import io.systole.cib.rules.AttributeSets;
import io.systole.cib.rules.RuleInput;
import io.systole.scheduler.Origin;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Tells by digests whether parameters changed since an operation ran. */
public final class Digests {

  private final AttributeSets sets;
  private final long now;
  private final Origin origin;
  private final OperationMeta metas;
  private final ContainerHost.Places places;

  /** How the parameters of an operation compare with those that it ran with. */
  public enum Change {
    SAME,
    /** A recurring operation is begun anew, which is all that its parameters need. */
    RESCHEDULED,
    /** Only parameters differ that an agent can take over while it runs. */
    RELOADABLE,
    RESTART
  }

  /**
   * Digests of a cluster.
   *
   * @param places where containers will be
   */
  public Digests(ClusterState cluster, ContainerHost.Places places) {
    this.places = places;
    this.sets = cluster.sets;
    this.now = cluster.now;
    this.origin = cluster.origin;
    this.metas = new OperationMeta(cluster);
  }

  Digests(ClusterReader reader) {
    this.places = container -> null;
    this.sets = reader.sets;
    this.now = reader.now;
    this.origin = reader.origin;
    this.metas = new OperationMeta(reader);
  }

  /** Whether the history has a digest to compare with at all. */
  static boolean known(HistoryEntry entry) {
    return entry.xml().has("op-digest") || entry.xml().has("op-restart-digest");
  }

  /**
   * Compares an entry of the history with the present configuration. Without a digest nothing is
   * known of the parameters it ran with, so that they must be taken to be others.
   */
  public Change compare(Resource resource, Node node, HistoryEntry entry) {
    Map<String, String> all = parameters(resource, node, entry.task(), entry.intervalMillis());
    String restart = entry.xml().attribute("op-restart-digest", "");
    String digest = entry.xml().attribute("op-digest", "");
    if (!restart.isEmpty() && !digest(strict(all, entry)).equals(restart)) {
      return Change.RESTART;
    }
    if (digest(all).equals(digest)) {
      return Change.SAME;
    }
    if (entry.intervalMillis() > 0) {
      return Change.RESCHEDULED;
    }
    // What only this operation is given cannot be brought in by a reload.
    boolean special = !own(resource, node, entry.task(), 0).isEmpty();
    return restart.isEmpty() || special ? Change.RESTART : Change.RELOADABLE;
  }

  /** The same as far as it can be told: a CIB that was saved may have had its secrets taken out. */
  public Change compareOpenly(Resource resource, Node node, HistoryEntry entry) {
    return origin == Origin.SAVED && onlySecretsDiffer(resource, node, entry)
        ? Change.SAME
        : compare(resource, node, entry);
  }

  private boolean onlySecretsDiffer(Resource resource, Node node, HistoryEntry entry) {
    Optional<String> digest = entry.xml().attribute("op-secure-digest");
    if (digest.isEmpty()) {
      return false;
    }
    Map<String, String> open = parameters(resource, node, entry.task(), entry.intervalMillis());
    List<String> secrets =
        Splitter.on(' ')
            .omitEmptyStrings()
            .splitToList(entry.xml().attribute("op-secure-params", ""));
    return digest(withoutSecrets(open, secrets, resource)).equals(digest.get());
  }

  /** What of a resource's parameters may be told, and what of a device's its agent is given. */
  public static Map<String, String> withoutSecrets(
      Map<String, String> parameters, List<String> secrets, Resource resource) {
    Map<String, String> open = new TreeMap<>(parameters);
    open.keySet()
        .removeIf(name ->
            secrets.contains(name)
                || name.startsWith("CRM_meta_")
                || (resource.isFenceDevice() && isForFencer(name)));
    return open;
  }

  /** Parameters of fence devices that the fencer itself uses and no agent is given. */
  private static boolean isForFencer(String name) {
    return name.startsWith("pcmk_") || name.equals("provides") || name.equals("stonith-timeout");
  }

  /**
   * The parameters a change of which no reload can take over: all, unless the history lists them.
   */
  private static Map<String, String> strict(Map<String, String> all, HistoryEntry entry) {
    Optional<String> listed = entry.xml().attribute("op-force-restart");
    if (listed.isEmpty()) {
      return all;
    }
    List<String> names = Splitter.on(' ').omitEmptyStrings().splitToList(listed.get());
    Map<String, String> strict = new TreeMap<>(all);
    strict.keySet().retainAll(names);
    return strict;
  }

  /** All that an operation is given, as far as a digest covers it. */
  public Map<String, String> parameters(Resource resource, Node node, String task, long interval) {
    Map<String, String> all = new TreeMap<>(Parameters.of(sets, now, resource, node));
    all.putAll(own(resource, node, task, interval));
    ContainerHost.resolve(all, resource, places);
    all.remove("pcmk_external_ip");
    all.keySet().removeIf(name -> name.startsWith("CRM_meta_"));
    if (interval > 0) {
      all.put("CRM_meta_timeout", metas.of(resource, task, interval).getOrDefault("timeout", ""));
    }
    return all;
  }

  /** What the operation is given beside the resource's parameters. */
  private Map<String, String> own(Resource resource, Node node, String task, long interval) {
    Map<String, String> own = new LinkedHashMap<>();
    Operation operation = OperationMeta.find(resource, task, interval, true);
    if (operation != null) {
      sets.read(
          operation.xml(), "instance_attributes", RuleInput.at(now).withNode(node.attributes), own);
    }
    return own;
  }

  /** The digest that the field keeps of parameters. */
  public static String digest(Map<String, String> parameters) {
    Element element = Element.builder("parameters").attributes(new TreeMap<>(parameters)).build();
    return md5(" " + Xml.write(element) + "\n");
  }

  @SuppressWarnings("InsecureCryptoUsage")
  private static String md5(String text) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      return HexFormat.of().formatHex(md5.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no MD5, which every Java must have", e);
    }
  }
}
