package io.systole.daemons.messaging;

import com.google.common.collect.ImmutableSortedSet;
import com.google.common.primitives.Ints;
import com.google.common.primitives.Longs;
import io.systole.ipc.IpcError;
import io.systole.kernel.NodeName;
import io.systole.kernel.View;
import io.systole.kernel.ViewId;
import io.systole.xml.Element;
import java.util.Optional;

/** What a process and the messaging role say to each other. */
final class MessagingWords {

  static final String JOIN = "join";
  static final String LEAVE = "leave";
  static final String MULTICAST = "multicast";
  static final String ALIVE = "alive";
  static final String STATE = "messaging-state";

  static final String PROBE = "probe";
  static final String VIEW = "view";
  static final String MESSAGE = "message";
  static final String DISCONNECTED = "disconnected";

  /** The name of the role and of its socket. */
  static final String ROLE = "messaging";

  private static final String GROUP = "group";
  private static final String STAY = "stay";
  private static final String NODE = "node";
  private static final int LONGEST_GROUP = 64;

  /** Something that is not of these words. */
  static final class MalformedException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message);
    }
  }

  private MessagingWords() {}

  /**
   * A process's stay in a group, named by the process, so that what was on its way when it left is
   * not taken for news of its next stay.
   */
  record Stay(String group, long number) {

    private Element.Builder say(String word) {
      return on(Element.builder(word));
    }

    private Element.Builder on(Element.Builder word) {
      return word.attribute(GROUP, group).attribute(STAY, number);
    }
  }

  static Element join(Stay stay) {
    return stay.say(JOIN).build();
  }

  static Element leave(Stay stay) {
    return stay.say(LEAVE).build();
  }

  static Element multicast(Stay stay, Element payload) {
    return stay.say(MULTICAST).child(payload).build();
  }

  static Element message(Stay stay, NodeName sender, Element payload) {
    return stay.say(MESSAGE).attribute("sender", sender.value()).child(payload).build();
  }

  static Element disconnected(Stay stay, String reason) {
    return stay.say(DISCONNECTED).attribute("reason", reason).build();
  }

  static Element view(Stay stay, View view) {
    return stay.on(viewBuilder(VIEW, view)).build();
  }

  static Element state(NodeName self, Optional<View> view) {
    return view.map(known -> viewBuilder(STATE, known))
        .orElseGet(() -> Element.builder(STATE))
        .attribute(NODE, self.value())
        .build();
  }

  private static Element.Builder viewBuilder(String word, View view) {
    Element.Builder element =
        Element.builder(word)
            .attribute("number", view.id().number())
            .attribute("creator", view.id().creator().value())
            .attribute("quorum", view.quorum())
            .attribute("quorate", Boolean.toString(view.quorate()));
    for (NodeName node : view.nodes()) {
      element.child(
          Element.of(
              NODE,
              "name",
              node.value(),
              "member",
              Boolean.toString(view.members().contains(node))));
    }
    return element;
  }

  static Stay stay(Element said) throws MalformedException {
    String group = said.attribute(GROUP, "");
    Long number = Longs.tryParse(said.attribute(STAY, ""));
    if (group.isEmpty() || group.length() > LONGEST_GROUP || number == null) {
      throw new MalformedException(
          "<"
              + said.name()
              + "> needs a group, of at most "
              + LONGEST_GROUP
              + " characters, and the number of the stay in it");
    }
    return new Stay(group, number);
  }

  static Element payload(Element said) throws MalformedException {
    if (said.children().size() != 1) {
      throw new MalformedException(
          "<" + said.name() + "> has one message in it, not " + said.children().size());
    }
    return said.children().getFirst();
  }

  static NodeName sender(Element said) throws MalformedException {
    return name(said.attribute("sender", ""));
  }

  static View view(Element said) throws MalformedException {
    ImmutableSortedSet.Builder<NodeName> nodes = ImmutableSortedSet.naturalOrder();
    ImmutableSortedSet.Builder<NodeName> members = ImmutableSortedSet.naturalOrder();
    for (Element child : said.children(NODE)) {
      NodeName node = name(child.attribute("name", ""));
      nodes.add(node);
      if (child.attribute("member", "").equals("true")) {
        members.add(node);
      }
    }
    Long number = Longs.tryParse(said.attribute("number", ""));
    Integer quorum = Ints.tryParse(said.attribute("quorum", ""));
    if (number == null || quorum == null) {
      throw new MalformedException("<view> has no number or no quorum");
    }
    ViewId id = new ViewId(number, name(said.attribute("creator", "")));
    boolean quorate = said.attribute("quorate", "").equals("true");
    return new View(id, nodes.build(), members.build(), quorum, quorate);
  }

  static IpcError refused(Exception why) {
    return new IpcError("refused", String.valueOf(why.getMessage()), "");
  }

  private static NodeName name(String value) throws MalformedException {
    try {
      return new NodeName(value);
    } catch (IllegalArgumentException e) {
      throw new MalformedException(String.valueOf(e.getMessage()));
    }
  }
}
