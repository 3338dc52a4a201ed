package io.systole.cib;

import static com.google.common.base.Strings.lenientFormat;

import com.google.common.collect.ImmutableList;
import io.systole.cib.options.OptionValues;
import io.systole.kernel.NodeName;
import io.systole.xml.Digest;
import io.systole.xml.Element;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A CIB as a value: the tree under {@code <cib>}, which is known to have its main sections and a
 * version. What the sections say is checked when the configuration changes.
 */
public final class Cib {

  /** How deep elements may lie, so that a CIB fits into every message and file. */
  public static final int MAX_DEPTH = 128;

  static final String ROOT = "cib";

  private static final Cib EMPTY = empty("pacemaker-4.0");

  private final Element root;
  private final CibVersion version;

  private Cib(Element root, CibVersion version) {
    this.root = root;
    this.version = version;
  }

  /**
   * Takes a tree for a CIB. Sections that every CIB has are put in where they are missing, and so
   * are the numbers of the version, as 0.
   *
   * @throws CibException if {@code root} is no CIB
   */
  public static Cib of(Element root) throws CibException {
    if (!root.is(ROOT)) {
      throw new CibException(
          root.line(), lenientFormat("a CIB begins with <cib>, but this with <%s>", root.name()));
    }
    CibVersion version = CibVersion.of(root);
    checkSections(root);
    if (root.height() > MAX_DEPTH) {
      throw new CibException(root.line(), "elements lie more than " + MAX_DEPTH + " deep");
    }
    Element whole = version.writtenTo(root);
    for (CibSection section : CibSection.ALWAYS_THERE) {
      whole = section.update(whole, same -> same);
    }
    whole = CibSection.STATUS.update(whole, same -> same);
    return new Cib(whole, version);
  }

  /** A CIB of version 0.0.0 with nothing in it. */
  public static Cib empty() {
    return EMPTY;
  }

  /**
   * A CIB of version 0.0.0 with nothing in it.
   *
   * @param schema that it is to be valid by
   */
  public static Cib empty(String schema) {
    try {
      return of(
          Element.of(ROOT, "validate-with", schema, "crm_feature_set", "3.20.5")
              .plus(Element.of("configuration")));
    } catch (CibException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The whole tree. */
  public Element root() {
    return root;
  }

  public CibVersion version() {
    return version;
  }

  public Element configuration() {
    return section(CibSection.CONFIGURATION);
  }

  public Element status() {
    return section(CibSection.STATUS);
  }

  /** A section; an empty element where the CIB does not have it. */
  public Element section(CibSection section) {
    return section.in(root);
  }

  /** The nodes that are configured, as {@code <node>}. */
  public ImmutableList<Element> nodes() {
    return section(CibSection.NODES).children("node");
  }

  /** What the status says of a node, as {@code <node_state>}. */
  public Optional<Element> nodeState(NodeName node) {
    return status().children("node_state").stream()
        .filter(state -> state.attribute("uname", "").equals(node.value()))
        .findFirst();
  }

  /** The cluster options of {@code crm_config}. */
  public OptionValues options() {
    return ClusterOptions.of(section(CibSection.CRM_CONFIG));
  }

  /** Equal for equal CIBs, whatever the order of attributes; the version counts. */
  public Digest digest() {
    return root.digest();
  }

  /** Equal where two CIBs are configured alike; neither version nor status counts. */
  public Digest configurationDigest() {
    return configuration().digest();
  }

  public Cib withVersion(CibVersion newVersion) {
    return newVersion.equals(version) ? this : new Cib(newVersion.writtenTo(root), newVersion);
  }

  /** This CIB with an empty status and num_updates 0. */
  public Cib withoutStatus() {
    Element bare = CibSection.STATUS.update(root, _ -> Element.of("status"));
    CibVersion configured = version.ofConfiguration();
    return new Cib(configured.writtenTo(bare), configured);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof Cib cib && root.equals(cib.root));
  }

  @Override
  public int hashCode() {
    return root.hashCode();
  }

  /** Version and digest: enough to tell two apart in a message. */
  @Override
  public String toString() {
    return "Cib[" + version + " " + digest() + "]";
  }

  private static void checkSections(Element root) throws CibException {
    if (!root.text().isEmpty()) {
      throw new CibException(
          root.line(), lenientFormat("<cib> holds no text, but this has '%s'", root.text()));
    }
    for (Element child : root.children()) {
      boolean known = child.is("configuration") || child.is("status");
      if (!known) {
        throw new CibException(
            child.line(),
            lenientFormat(
                "<cib> holds <configuration> and <status>, but this has <%s>", child.name()));
      }
    }
    Element configuration =
        once(root, "configuration")
            .orElseThrow(() -> new CibException(root.line(), "<cib> has no <configuration>"));
    if (!configuration.text().isEmpty()) {
      throw new CibException(configuration.line(), "<configuration> holds no text");
    }
    once(root, "status");
    for (CibSection section : CibSection.values()) {
      once(configuration, section.tag());
    }
  }

  private static Optional<Element> once(Element parent, String name) throws CibException {
    ImmutableList<Element> found = parent.children(name);
    if (found.size() > 1) {
      throw new CibException(
          found.get(1).line(), lenientFormat("<%s> has a second <%s>", parent.name(), name));
    }
    return found.stream().findFirst();
  }
}
