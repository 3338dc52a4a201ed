package io.systole.scheduler.state;

import com.google.common.base.Splitter;
import io.systole.scheduler.rules.AttributeSets;
import io.systole.scheduler.rules.RuleInput;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Tells by digests whether parameters changed since an operation ran. */
public final class Digests {

  private final AttributeSets sets;
  private final long now;
  private final OperationMeta metas;

  /** How the parameters of an operation compare with those that it ran with. */
  public enum Change {
    /** The history has no digest. */
    UNKNOWN,
    SAME,
    /** Only parameters differ that an agent can take over while it runs. */
    RELOADABLE,
    RESTART
  }

  public Digests(ClusterState cluster) {
    this.sets = cluster.sets;
    this.now = cluster.now;
    this.metas = new OperationMeta(cluster);
  }

  Digests(ClusterReader reader) {
    this.sets = reader.sets;
    this.now = reader.now;
    this.metas = new OperationMeta(reader);
  }

  /** Compares an entry of the history with the present configuration. */
  public Change compare(Resource resource, Node node, HistoryEntry entry) {
    Map<String, String> all = parameters(resource, node, entry.task(), entry.intervalMillis());
    String restart = entry.xml().attribute("op-restart-digest", "");
    String digest = entry.xml().attribute("op-digest", "");
    if (!restart.isEmpty()) {
      Iterable<String> names =
          Splitter.on(' ').omitEmptyStrings().split(entry.xml().attribute("op-force-restart", ""));
      Map<String, String> strict = new TreeMap<>(all);
      strict.keySet().removeIf(notIn(names));
      if (!digest(strict).equals(restart)) {
        return Change.RESTART;
      }
    }
    if (digest.isEmpty()) {
      return Change.UNKNOWN;
    }
    if (digest(all).equals(digest)) {
      return Change.SAME;
    }
    boolean reloadable = !restart.isEmpty() && entry.intervalMillis() == 0;
    return reloadable ? Change.RELOADABLE : Change.RESTART;
  }

  private static Predicate<String> notIn(Iterable<String> names) {
    return name -> {
      for (String other : names) {
        if (other.equals(name)) {
          return false;
        }
      }
      return true;
    };
  }

  /** All that an operation is given, as far as a digest covers it. */
  public Map<String, String> parameters(Resource resource, Node node, String task, long interval) {
    Map<String, String> all = new TreeMap<>(Parameters.of(sets, now, resource, node));
    Operation operation = OperationMeta.find(resource, task, interval, true);
    if (operation != null) {
      Map<String, String> own = new java.util.LinkedHashMap<>();
      sets.read(
          operation.xml(), "instance_attributes", RuleInput.at(now).withNode(node.attributes), own);
      all.putAll(own);
    }
    all.remove("pcmk_external_ip");
    all.keySet().removeIf(name -> name.startsWith("CRM_meta_"));
    if (interval > 0) {
      all.put("CRM_meta_timeout", metas.of(resource, task, interval).getOrDefault("timeout", ""));
    }
    return all;
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
