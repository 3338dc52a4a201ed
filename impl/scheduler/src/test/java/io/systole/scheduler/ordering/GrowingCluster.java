package io.systole.scheduler.ordering;

import io.systole.xml.Element;

/**
 * A cluster of any size: primitives in chains of three, each after and with the one before it.
 *
 * @param running whether all has been found and started already, else nothing is known
 * @param grouped whether each chain is followed by a group of three
 */
record GrowingCluster(int nodes, int resources, boolean running, boolean grouped) {

  private static final int CHAIN = 3;

  Element cib() {
    Element.Builder status = Element.builder("status");
    Element.Builder nodeList = Element.builder("nodes");
    for (int n = 0; n < nodes; n++) {
      nodeList.child(Element.of("node", "id", "" + n, "uname", "node" + n));
      status.child(nodeState(n));
    }
    Element configuration =
        Element.builder("configuration")
            .child(Element.of("crm_config"))
            .child(nodeList.build())
            .child(resourceList())
            .child(constraints())
            .build();
    return Element.builder("cib")
        .attributes("have-quorum", "1", "dc-uuid", "0")
        .child(configuration)
        .child(status.build())
        .build();
  }

  private static boolean ends(int resource) {
    return resource % CHAIN == CHAIN - 1;
  }

  private static Element primitive(String id) {
    return Element.of("primitive", "id", id, "class", "ocf", "provider", "p", "type", "t");
  }

  private Element resourceList() {
    Element.Builder list = Element.builder("resources");
    list.child(Element.of("primitive", "id", "fence", "class", "stonith", "type", "fence_x"));
    for (int r = 0; r < resources; r++) {
      if (grouped && ends(r)) {
        Element.Builder group = Element.builder("group").attribute("id", "r" + r);
        for (int m = 0; m < CHAIN; m++) {
          group.child(primitive("r" + r + "m" + m));
        }
        list.child(group.build());
      } else {
        list.child(primitive("r" + r));
      }
    }
    return list.build();
  }

  private Element constraints() {
    Element.Builder list = Element.builder("constraints");
    for (int r = 1; r < resources; r++) {
      if (r % CHAIN != 0) {
        String first = "r" + (r - 1);
        String then = "r" + r;
        list.child(Element.of("rsc_order", "id", "o" + r, "first", first, "then", then));
        list.child(
            Element.of(
                "rsc_colocation",
                "id",
                "c" + r,
                "rsc",
                then,
                "with-rsc",
                first,
                "score",
                "INFINITY"));
      }
    }
    return list.build();
  }

  private Element nodeState(int node) {
    Element.Builder histories = Element.builder("lrm_resources");
    if (running) {
      for (int r = 0; r < resources; r++) {
        boolean active = (r / CHAIN) % nodes == node;
        if (grouped && ends(r)) {
          for (int m = 0; m < CHAIN; m++) {
            histories.child(history("r" + r + "m" + m, active));
          }
        } else {
          histories.child(history("r" + r, active));
        }
      }
    }
    return Element.builder("node_state")
        .attributes("id", "" + node, "uname", "node" + node, "in_ccm", "true", "crmd", "online")
        .attributes("join", "member", "expected", "member")
        .child(Element.builder("lrm").child(histories.build()).build())
        .build();
  }

  private static Element history(String resource, boolean active) {
    String task = active ? "start" : "monitor";
    String rc = active ? "0" : "7";
    Element entry =
        Element.builder("lrm_rsc_op")
            .attributes("id", resource + "_last_0", "operation", task, "interval", "0")
            .attributes("call-id", "1", "rc-code", rc, "op-status", "0")
            .attributes("transition-key", "1:1:" + rc + ":x")
            .build();
    return Element.builder("lrm_resource")
        .attributes("id", resource, "class", "ocf", "provider", "p", "type", "t")
        .child(entry)
        .build();
  }
}
