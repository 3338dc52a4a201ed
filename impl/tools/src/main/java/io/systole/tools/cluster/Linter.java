package io.systole.tools.cluster;

import com.google.common.collect.ImmutableList;
import io.systole.cib.ClusterOptions;
import io.systole.cib.options.ClusterOption;
import io.systole.cib.options.OptionValues;
import io.systole.cluster.corosync.CorosyncConf;
import io.systole.tools.cluster.Finding.Weight;
import io.systole.xml.Element;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds what will hurt a cluster, in its files and in its CIB. */
final class Linter {

  /** Below this a busy machine is taken for a lost one. */
  private static final int SHORT_TOKEN_MILLIS = 500;

  /** Above this people notice before the cluster does. */
  private static final int LONG_TOKEN_MILLIS = 10_000;

  private final ImmutableList.Builder<Finding> findings = ImmutableList.builder();

  private Linter() {}

  /**
   * What there is to say.
   *
   * @param resolves whether an address is known to this node
   */
  static ImmutableList<Finding> check(
      CorosyncConf conf, Optional<Element> cib, Predicate<String> resolves)
      throws CorosyncConf.MalformedException {
    Linter linter = new Linter();
    linter.nodes(conf, resolves);
    linter.totem(conf);
    linter.quorum(conf);
    if (cib.isPresent()) {
      OptionValues options = set(cib.get());
      linter.fencing(cib.get(), options, conf.nodes().size());
      linter.vainOptions(options);
    }
    return linter.findings.build();
  }

  private void nodes(CorosyncConf conf, Predicate<String> resolves)
      throws CorosyncConf.MalformedException {
    if (conf.nodes().isEmpty()) {
      error("corosync.conf has no nodelist", "'systole cluster setup' writes one");
    }
    for (CorosyncConf.Node node : conf.nodes()) {
      if (node.name().isEmpty()) {
        error("node " + node.id() + " has no name in corosync.conf", "add a line 'name: ...'");
      }
      if (node.addresses().isEmpty()) {
        error("node " + node.id() + " has no ring0_addr", "add its address");
      }
      for (String address : node.addresses()) {
        if (!resolves.test(address)) {
          error(
              "'" + address + "' of node " + node.name().orElse("" + node.id()) + " is not known",
              "give a number, or put the name into /etc/hosts on all nodes");
        }
      }
    }
    if (conf.nodes().stream().anyMatch(node -> node.addresses().size() == 1)) {
      note("there is one link; with a second (ring1_addr) a lost cable is no lost node", "");
    }
  }

  private void totem(CorosyncConf conf) throws CorosyncConf.MalformedException {
    int token = conf.tokenMillis();
    note(
        String.format(
            Locale.ROOT,
            "a node that is lost is noticed after %.1f s, and the others agree within %.1f s more"
                + " (token, consensus)",
            token / 1000.0,
            conf.consensusMillis() / 1000.0),
        "");
    if (token < SHORT_TOKEN_MILLIS) {
      warn("a token of " + token + " ms takes a busy node for a lost one", "set token: 1000");
    }
    if (token > LONG_TOKEN_MILLIS) {
      warn("a token of " + token + " ms makes failovers slow", "set token: 3000, or 1000");
    }
    if (conf.value("totem", "crypto_cipher").filter(c -> !c.equals("none")).isEmpty()) {
      warn(
          "the nodes' messages are not encrypted, and anyone in the network may join",
          "set crypto_cipher: aes256 and crypto_hash: sha256");
    }
  }

  private void quorum(CorosyncConf conf) throws CorosyncConf.MalformedException {
    if (conf.value("quorum", "provider").filter("corosync_votequorum"::equals).isEmpty()) {
      error(
          "corosync.conf has no quorum", "set provider: corosync_votequorum in its section quorum");
    }
    if (conf.nodes().size() == 2 && !conf.twoNode()) {
      warn("with two nodes neither goes on alone", "set two_node: 1 in the section quorum");
    }
    if (conf.nodes().size() != 2 && conf.twoNode()) {
      error(
          "two_node is set, but there are " + conf.nodes().size() + " nodes", "take the line out");
    }
  }

  private static OptionValues set(Element cib) {
    return ClusterOptions.of(
        cib.at("configuration", "crm_config").orElseGet(() -> Element.of("crm_config")));
  }

  private void fencing(Element cib, OptionValues options, int nodes) {
    ImmutableList<Element> devices =
        cib.descendants()
            .filter(e -> e.is("primitive") && e.attribute("class", "").equals("stonith"))
            .collect(ImmutableList.toImmutableList());
    if (!options.flag(ClusterOption.FENCING_ENABLED)) {
      error(
          "fencing is off: a node that hangs keeps its resources, and they may run twice",
          "set fencing-enabled to true");
    } else if (devices.isEmpty()) {
      error("there is no fence device: after a node is lost nothing is recovered", "add one");
    }
    boolean delayed =
        options.duration(ClusterOption.PRIORITY_FENCING_DELAY).isPositive()
            || devices.stream().flatMap(Element::descendants).anyMatch(Linter::isDelay);
    if (nodes == 2 && !devices.isEmpty() && !delayed) {
      warn(
          "when two nodes lose sight of each other both fence at once, and both may go down",
          "give one device pcmk_delay_base, or set priority-fencing-delay");
    }
    if (options.choice(ClusterOption.NO_QUORUM_POLICY).equals("ignore") && nodes > 2) {
      error("no-quorum-policy=ignore lets each part of a parted cluster run all", "set stop");
    }
  }

  private void vainOptions(OptionValues options) {
    for (ClusterOption option : ClusterOption.values()) {
      if (!option.facts().obeyed() && options.written(option).isPresent()) {
        note(
            option.word() + " is set and has no effect",
            "take it out; nothing here does what it says");
      }
    }
  }

  private static boolean isDelay(Element element) {
    return element.is("nvpair") && element.attribute("name", "").startsWith("pcmk_delay_");
  }

  private void error(String what, String remedy) {
    findings.add(new Finding(Weight.ERROR, what, remedy));
  }

  private void warn(String what, String remedy) {
    findings.add(new Finding(Weight.WARNING, what, remedy));
  }

  private void note(String what, String remedy) {
    findings.add(new Finding(Weight.NOTE, what, remedy));
  }
}
