package io.systole.cluster.ring;

import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import io.systole.cluster.ring.RingWord.Claim;
import io.systole.cluster.ring.RingWord.Hello;
import io.systole.cluster.ring.RingWord.Knowledge;
import io.systole.cluster.ring.RingWord.Said;
import io.systole.cluster.ring.RingWord.Status;
import io.systole.kernel.NodeName;
import io.systole.xml.Element;
import io.systole.xml.Needed;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import io.systole.xml.XmlLimits;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The words of a group as XML in UTF-8. */
public final class RingWordCodec {

  /** More than processes can be in a group. */
  private static final int MAX_MEMBERS = 128;

  /** What is not accepted from another process, in a sentence for the administrator. */
  public static final class MalformedException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message);
    }

    MalformedException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private RingWordCodec() {}

  public static byte[] encode(RingWord word) {
    Element.Builder element =
        switch (word) {
          case Claim claim -> quorum(Element.builder("claim"), claim.quorum());
          case Hello hello -> Element.builder("hello").attribute("nonce", hello.nonce());
          case Status status -> status(status);
          case Said said -> Element.builder("said").child(said.payload());
        };
    Element written =
        element
            .attribute("ring", word.ring().sequence())
            .attribute("creator", word.ring().creator().value())
            .build();
    return Xml.write(written).getBytes(StandardCharsets.UTF_8);
  }

  /** Reads a word, of which nothing is taken for granted. */
  public static RingWord decode(byte[] bytes) throws MalformedException {
    try {
      return word(Xml.parse(bytes, XmlLimits.MESSAGE));
    } catch (XmlException | IllegalArgumentException e) {
      throw new MalformedException("not a message between nodes: " + e.getMessage(), e);
    }
  }

  private static Element.Builder status(Status status) {
    Knowledge knowledge = status.knowledge();
    Element.Builder element =
        process(Element.builder("status"), status.to())
            .attribute("nonce", status.nonce())
            .attribute("change", knowledge.change());
    knowledge.agreed().ifPresent(agreed -> quorum(element, agreed));
    knowledge
        .present()
        .forEach(present -> element.child(process(Element.builder("present"), present).build()));
    knowledge
        .claims()
        .forEach((process, quorum) ->
            element.child(quorum(process(Element.builder("claimed"), process), quorum).build()));
    return element;
  }

  private static Element.Builder process(Element.Builder element, GroupProcess process) {
    return element.attribute("node", process.node().value()).attribute("pid", process.pid());
  }

  private static Element.Builder quorum(Element.Builder element, QuorumState quorum) {
    return element
        .attribute("quorate", Boolean.toString(quorum.quorate()))
        .attribute("quorum", quorum.quorum());
  }

  private static RingWord word(Element element) throws MalformedException {
    RingId ring =
        new RingId(Needed.number(element, "ring"), new NodeName(Needed.text(element, "creator")));
    return switch (element.name()) {
      case "claim" -> new Claim(ring, quorum(element));
      case "hello" -> new Hello(ring, Needed.number(element, "nonce"));
      case "status" ->
          new Status(ring, process(element), Needed.number(element, "nonce"), knowledge(element));
      case "said" -> new Said(ring, Needed.onlyChild(element));
      default -> throw new MalformedException("no message is called <" + element.name() + ">");
    };
  }

  private static Knowledge knowledge(Element element) throws MalformedException {
    long change = Needed.number(element, "change");
    if (change < 0 || change >= RingViews.VIEWS_A_RING) {
      throw new MalformedException("change=\"" + change + "\" is out of bounds");
    }
    if (element.children().size() > 2 * MAX_MEMBERS) {
      throw new MalformedException(element.children().size() + " members and claims are too many");
    }
    TreeSet<GroupProcess> present = new TreeSet<>();
    for (Element member : element.children("present")) {
      present.add(process(member));
    }
    TreeMap<GroupProcess, QuorumState> claims = new TreeMap<>();
    for (Element claim : element.children("claimed")) {
      claims.put(process(claim), quorum(claim));
    }
    return new Knowledge(
        change,
        ImmutableSortedSet.copyOfSorted(present),
        ImmutableSortedMap.copyOfSorted(claims),
        element.attribute("quorate").isPresent() ? Optional.of(quorum(element)) : Optional.empty());
  }

  private static GroupProcess process(Element element) {
    return new GroupProcess(
        new NodeName(Needed.text(element, "node")), Needed.number(element, "pid"));
  }

  private static QuorumState quorum(Element element) throws MalformedException {
    long quorum = Needed.number(element, "quorum");
    if (quorum < 1 || quorum > Integer.MAX_VALUE) {
      throw new MalformedException("quorum=\"" + quorum + "\" is out of bounds");
    }
    return new QuorumState(Needed.flag(element, "quorate"), (int) quorum);
  }
}
