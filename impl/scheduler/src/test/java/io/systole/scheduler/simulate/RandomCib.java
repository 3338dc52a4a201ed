package io.systole.scheduler.simulate;

import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A small cluster drawn from a seed: nodes, primitives, groups and clones, and constraints between
 * them. The same seed gives the same cluster.
 */
final class RandomCib {

  private final Random random;
  private final List<String> colocationScores;
  private final int nodes;
  private final StringBuilder resources = new StringBuilder();
  private final StringBuilder constraints = new StringBuilder();
  private final List<String> names = new ArrayList<>();

  private RandomCib(long seed, List<String> colocationScores) {
    this.random = new Random(seed);
    this.colocationScores = colocationScores;
    this.nodes = 2 + random.nextInt(3);
  }

  /** The cluster of a seed, in which nothing runs yet. */
  static Element of(long seed) {
    return new RandomCib(seed, List.of("INFINITY", "-INFINITY", "50", "-50")).draw();
  }

  /** Likewise, with nothing in it that is only wished or that keeps resources apart. */
  static Element withoutWishes(long seed) {
    return new RandomCib(seed, List.of("INFINITY")).draw();
  }

  private Element draw() {
    int count = 2 + random.nextInt(5);
    for (int i = 0; i < count; i++) {
      resource("r" + i);
    }
    for (int i = 0; i < count; i++) {
      constraint("c" + i);
    }
    String text =
        "<cib validate-with='pacemaker-3.0' crm_feature_set='3.0.7' have-quorum='1' dc-uuid='1'"
            + " admin_epoch='0' epoch='1' num_updates='0'><configuration><crm_config>"
            + "<cluster_property_set id='options'>"
            + "<nvpair id='o1' name='stonith-enabled' value='false'/>"
            + "</cluster_property_set></crm_config><nodes>"
            + configuredNodes()
            + "</nodes><resources>"
            + resources
            + "</resources><rsc_defaults><meta_attributes id='defaults'>"
            + "<nvpair id='d1' name='resource-stickiness' value='1000'/>"
            + "</meta_attributes></rsc_defaults><constraints>"
            + constraints
            + "</constraints></configuration><status>"
            + states()
            + "</status></cib>";
    try {
      return Xml.parse(text.replace('\'', '"'));
    } catch (XmlException e) {
      throw new AssertionError(text, e);
    }
  }

  private String configuredNodes() {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= nodes; i++) {
      text.append("<node id='%d' uname='n%d'/>".formatted(i, i));
    }
    return text.toString();
  }

  private String states() {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= nodes; i++) {
      text.append(
          "<node_state id='%d' uname='n%d' in_ccm='true' crmd='online' join='member'"
                  .formatted(i, i)
              + " expected='member'/>");
    }
    return text.toString();
  }

  private static String primitive(String id, String type) {
    return "<primitive id='%s' class='ocf' provider='pacemaker' type='%s'><operations>"
            .formatted(id, type)
        + "<op id='%s-m' name='monitor' interval='10s' timeout='20s'/></operations></primitive>"
            .formatted(id);
  }

  private void resource(String id) {
    switch (random.nextInt(5)) {
      case 0 -> {
        resources.append("<group id='%s'>".formatted(id));
        int members = 1 + random.nextInt(3);
        for (int i = 0; i < members; i++) {
          resources.append(primitive(id + "-" + i, "Dummy"));
        }
        resources.append("</group>");
      }
      case 1 ->
          resources.append(
              "<clone id='%s'>%s%s</clone>"
                  .formatted(id, interleaved(id), primitive(id + "-x", "Dummy")));
      default -> resources.append(primitive(id, "Dummy"));
    }
    names.add(id);
  }

  private String interleaved(String id) {
    return random.nextBoolean()
        ? "<meta_attributes id='%s-a'><nvpair id='%s-i' name='interleave' value='true'/></meta_attributes>"
            .formatted(id, id)
        : "";
  }

  /** Between two resources, the later one depending on the earlier, so that nothing is circular. */
  private void constraint(String id) {
    int later = random.nextInt(names.size());
    String name = names.get(later);
    int kind = random.nextInt(4);
    if (kind == 0 || later == 0) {
      int score = List.of(10, 100, -10, -1_000_000).get(random.nextInt(4));
      constraints.append(
          "<rsc_location id='%s' rsc='%s' node='n%d' score='%s'/>"
              .formatted(id, name, 1 + random.nextInt(nodes), score));
      return;
    }
    String other = names.get(random.nextInt(later));
    if (kind == 1) {
      constraints.append(
          "<rsc_order id='%s' first='%s' then='%s' kind='%s'/>"
              .formatted(id, other, name, random.nextBoolean() ? "Mandatory" : "Optional"));
    } else {
      String score = colocationScores.get(random.nextInt(colocationScores.size()));
      constraints.append(
          "<rsc_colocation id='%s' rsc='%s' with-rsc='%s' score='%s'/>"
              .formatted(id, name, other, score));
    }
  }
}
