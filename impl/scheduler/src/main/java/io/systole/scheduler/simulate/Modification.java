package io.systole.scheduler.simulate;

import io.systole.xml.Element;

/** One line of what was changed before the scheduler was asked. */
public sealed interface Modification {

  String text();

  /** As an element, or as an attribute {@code name=value} of the list where it has no element. */
  Element xml();

  /** An option of the whole cluster. */
  record Setting(String name, String value) implements Modification {

    @Override
    public String text() {
      return "Setting " + name + ": " + value;
    }

    @Override
    public Element xml() {
      return Element.of("setting", "name", name, "value", value);
    }
  }

  /** A node comes, goes, or is lost. */
  record OfNode(Presence presence, String node) implements Modification {

    @Override
    public String text() {
      return switch (presence) {
        case UP -> "Bringing node " + node + " online";
        case DOWN -> "Taking node " + node + " offline";
        case LOST -> "Failing node " + node;
      };
    }

    @Override
    public Element xml() {
      String action =
          switch (presence) {
            case UP -> "Online";
            case DOWN -> "Offline";
            case LOST -> "Failing";
          };
      return Element.of("modify_node", "action", action, "node", node);
    }
  }

  /** Something is done to a ticket. */
  record OfTicket(TicketChange change, String ticket) implements Modification {

    @Override
    public String text() {
      return switch (change) {
        case GRANT -> "Granting ticket " + ticket;
        case REVOKE -> "Revoking ticket " + ticket;
        case STANDBY -> "Making ticket " + ticket + " standby";
        case ACTIVATE -> "Activating ticket " + ticket;
      };
    }

    @Override
    public Element xml() {
      return Element.of("modify_ticket", "action", change.verb(), "ticket", ticket);
    }
  }

  /** The result of an operation is put into the history. */
  record Injection(String spec) implements Modification {

    @Override
    public String text() {
      return "Injecting " + spec + " into the configuration";
    }

    @Override
    public Element xml() {
      return Element.of("inject_spec", "spec", spec);
    }
  }

  /** A node's attribute is set. */
  record OfAttribute(String name, String value, String node) implements Modification, Executed {

    @Override
    public String text() {
      return "Injecting attribute " + name + "=" + value + " into /node_state '" + node + "'";
    }

    @Override
    public Element xml() {
      return Element.of(
          "inject_attr",
          "name",
          name,
          "value",
          value,
          "node_path",
          "/node_state",
          "cib_node",
          node);
    }
  }

  /** What can be done to a ticket. */
  enum TicketChange {
    GRANT("Granting", "granted", "true"),
    REVOKE("Revoking", "granted", "false"),
    STANDBY("Standby", "standby", "true"),
    ACTIVATE("Activating", "standby", "false");

    private final String verb;
    private final String attribute;
    private final String value;

    TicketChange(String verb, String attribute, String value) {
      this.verb = verb;
      this.attribute = attribute;
      this.value = value;
    }

    String verb() {
      return verb;
    }

    Element apply(Element ticket) {
      return ticket.with(attribute, value);
    }
  }
}
