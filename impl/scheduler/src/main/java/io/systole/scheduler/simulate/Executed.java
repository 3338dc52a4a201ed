package io.systole.scheduler.simulate;

import com.google.common.base.Strings;
import io.systole.xml.Element;

/** One line of what a simulated transition did. */
sealed interface Executed
    permits Executed.ResourceAction,
        Executed.PseudoAction,
        Executed.ClusterAction,
        Executed.Fencing,
        Executed.Pretence,
        Modification.OfAttribute {

  /** The line of a text display. */
  String text();

  Element xml();

  /** An operation on a resource. */
  record ResourceAction(String resource, String task, long intervalMillis, String node)
      implements Executed {

    @Override
    public String text() {
      String operation = intervalMillis > 0 ? task + "=" + intervalMillis : task;
      String padded = Strings.padEnd(resource, 15, ' ');
      return "Resource action: " + padded + " " + operation + " on " + node;
    }

    @Override
    public Element xml() {
      Element.Builder xml =
          Element.builder("rsc_action").attributes("resource", resource, "op", task, "node", node);
      return (intervalMillis > 0 ? xml.attribute("interval", intervalMillis) : xml).build();
    }
  }

  /** A point in time. */
  record PseudoAction(String task, String node) implements Executed {

    @Override
    public String text() {
      return "Pseudo action:   " + task + (node.isEmpty() ? "" : " on " + node);
    }

    @Override
    public Element xml() {
      Element.Builder xml = Element.builder("pseudo_action").attribute("task", task);
      return (node.isEmpty() ? xml : xml.attribute("node", node)).build();
    }
  }

  /** Something that the coordinator does itself. */
  record ClusterAction(String task, String resource, String node) implements Executed {

    @Override
    public String text() {
      String about = resource.isEmpty() ? "" : " for " + resource;
      return "Cluster action:  " + task + about + " on " + node;
    }

    @Override
    public Element xml() {
      Element.Builder xml =
          Element.builder("cluster_action").attributes("task", task, "node", node);
      return (resource.isEmpty() ? xml : xml.attribute("id", resource)).build();
    }
  }

  /** A node is fenced, or let back in. */
  record Fencing(String target, String operation) implements Executed {

    @Override
    public String text() {
      return "Fencing " + target + " (" + operation + ")";
    }

    @Override
    public Element xml() {
      return Element.of("fencing_action", "target", target, "op", operation);
    }
  }

  /** An operation was made to fail. */
  record Pretence(int action, int rc) implements Executed {

    @Override
    public String text() {
      return "Pretending action " + action + " failed with rc=" + rc;
    }

    @Override
    public Element xml() {
      return Element.of("pretence", "action", Integer.toString(action), "rc", Integer.toString(rc));
    }
  }
}
