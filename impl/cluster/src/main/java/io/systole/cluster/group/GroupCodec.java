package io.systole.cluster.group;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.systole.cluster.group.GroupMessage.Announced;
import io.systole.cluster.group.GroupMessage.Joined;
import io.systole.cluster.group.GroupMessage.Left;
import io.systole.cluster.group.GroupMessage.Said;
import io.systole.kernel.NodeName;
import io.systole.kernel.ViewId;
import io.systole.xml.Element;
import io.systole.xml.Needed;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import io.systole.xml.XmlLimits;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/** Messages between nodes as XML in UTF-8, one element a message. */
public final class GroupCodec {

  /**
   * What this codec writes, and what an engine makes of it: since 2 long messages are packed. Nodes
   * of different versions do not form a cluster.
   */
  public static final int VERSION = 2;

  /** A message that no node would accept. */
  public static final class TooLargeException extends Exception {

    private static final long serialVersionUID = 1L;

    TooLargeException(int bytes) {
      super(
          "a message of "
              + bytes
              + " bytes is larger than "
              + XmlLimits.MESSAGE.maxBytes()
              + ", the most that nodes accept from each other");
    }
  }

  /** What is not accepted from another node, in a sentence for the administrator. */
  public static final class MalformedException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message);
    }

    MalformedException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private GroupCodec() {}

  /** The bytes of a message. */
  public static byte[] encode(NodeMessage message) throws TooLargeException {
    byte[] bytes = Xml.write(element(message)).getBytes(StandardCharsets.UTF_8);
    if (bytes.length > XmlLimits.MESSAGE.maxBytes()) {
      throw new TooLargeException(bytes.length);
    }
    return bytes;
  }

  /** Reads a message, of which nothing is taken for granted. */
  public static NodeMessage decode(byte[] bytes) throws MalformedException {
    try {
      Element element = Xml.parse(bytes, XmlLimits.MESSAGE);
      ViewId view =
          new ViewId(Needed.number(element, "view"), new NodeName(Needed.text(element, "creator")));
      return new NodeMessage(view, body(element));
    } catch (XmlException | IllegalArgumentException e) {
      throw new MalformedException("not a message between nodes: " + e.getMessage(), e);
    }
  }

  private static Element element(NodeMessage message) {
    Element.Builder element =
        switch (message.body()) {
          case Announced announced -> announced(announced);
          case Joined joined -> member("joined", joined.group(), joined.serial());
          case Left left -> member("left", left.group(), left.serial());
          case Said said -> member("said", said.group(), said.serial()).child(said.payload());
        };
    return element
        .attribute("view", message.view().number())
        .attribute("creator", message.view().creator().value())
        .build();
  }

  private static Element.Builder announced(Announced announced) {
    Element.Builder element =
        Element.builder("announced")
            .attribute("incarnation", announced.incarnation())
            .attribute("votes", announced.quorum().votes())
            .attribute("two-node", Boolean.toString(announced.quorum().twoNode()))
            .attribute("released", Boolean.toString(announced.quorum().released()));
    announced
        .local()
        .forEach((group, serial) -> element.child(member("in", group, serial).build()));
    return element;
  }

  private static Element.Builder member(String name, String group, long serial) {
    return Element.builder(name).attribute("group", group).attribute("serial", serial);
  }

  private static GroupMessage body(Element element) throws MalformedException {
    return switch (element.name()) {
      case "announced" -> readAnnounced(element);
      case "joined" -> new Joined(Needed.text(element, "group"), Needed.number(element, "serial"));
      case "left" -> new Left(Needed.text(element, "group"), Needed.number(element, "serial"));
      case "said" ->
          new Said(
              Needed.text(element, "group"),
              Needed.number(element, "serial"),
              Needed.onlyChild(element));
      default -> throw new MalformedException("no message is called <" + element.name() + ">");
    };
  }

  private static Announced readAnnounced(Element element) throws MalformedException {
    TreeMap<String, Long> local = new TreeMap<>();
    ImmutableList<Element> groups = element.children("in");
    if (groups.size() > Groups.MAX_GROUPS) {
      throw new MalformedException(
          "a node is in " + groups.size() + " groups, more than " + Groups.MAX_GROUPS);
    }
    for (Element group : groups) {
      local.put(Needed.text(group, "group"), Needed.number(group, "serial"));
    }
    long votes = Needed.number(element, "votes");
    if (votes < 1 || votes > QuorumPolicy.MAX_VOTES) {
      throw new MalformedException("votes=\"" + votes + "\" is out of bounds");
    }
    QuorumClaim quorum =
        new QuorumClaim(
            (int) votes, Needed.flag(element, "two-node"), Needed.flag(element, "released"));
    return new Announced(
        Needed.number(element, "incarnation"), quorum, ImmutableSortedMap.copyOfSorted(local));
  }
}
