package io.systole.protocol.attributes;

import com.google.common.collect.ImmutableSortedMap;
import io.systole.kernel.NodeName;
import io.systole.kernel.ViewId;
import io.systole.protocol.attributes.AttributeEdit.AddToValue;
import io.systole.protocol.attributes.AttributeEdit.DeleteValue;
import io.systole.protocol.attributes.AttributeEdit.PurgeNode;
import io.systole.protocol.attributes.AttributeEdit.SetValue;
import io.systole.protocol.attributes.AttributesMessage.Change;
import io.systole.protocol.attributes.AttributesMessage.Snapshot;
import io.systole.xml.Element;
import io.systole.xml.Needed;

/** The attribute managers' messages as XML. */
public final class AttributesMessageCodec {

  private AttributesMessageCodec() {}

  public static Element encode(AttributesMessage message) {
    return switch (message) {
      case Change change ->
          Element.builder("change")
              .attribute("incarnation", change.mark().incarnation())
              .attribute("sequence", change.mark().sequence())
              .child(edit(change.edit()))
              .build();
      case Snapshot snapshot -> snapshot(snapshot);
    };
  }

  /**
   * Reads a message.
   *
   * @throws IllegalArgumentException if it is none, with what is wrong with it
   */
  public static AttributesMessage decode(Element element) {
    return switch (element.name()) {
      case "change" -> new Change(mark(element), edit(element));
      case "snapshot" ->
          new Snapshot(
              new ViewId(Needed.number(element, "view"), node(element, "creator")), table(element));
      default ->
          throw new IllegalArgumentException(
              "<" + element.name() + "> is no message of the group attributes");
    };
  }

  private static Element edit(AttributeEdit edit) {
    return switch (edit) {
      case SetValue set -> keyed("set", set.key()).attribute("value", set.text()).build();
      case AddToValue add -> keyed("add", add.key()).attribute("amount", add.amount()).build();
      case DeleteValue delete -> keyed("delete", delete.key()).build();
      case PurgeNode purge -> Element.of("purge", "node", purge.node().value());
    };
  }

  private static AttributeEdit editOf(Element element) {
    return switch (element.name()) {
      case "set" -> new SetValue(key(element), Needed.text(element, "value"));
      case "add" -> new AddToValue(key(element), Needed.number(element, "amount"));
      case "delete" -> new DeleteValue(key(element));
      case "purge" -> new PurgeNode(node(element, "node"));
      default ->
          throw new IllegalArgumentException(
              "<" + element.name() + "> is no change of an attribute");
    };
  }

  private static AttributeEdit edit(Element change) {
    if (change.children().size() != 1) {
      throw new IllegalArgumentException(
          "a <change> has one edit, not " + change.children().size());
    }
    return editOf(change.children().getFirst());
  }

  private static Element snapshot(Snapshot snapshot) {
    Element.Builder builder =
        Element.builder("snapshot")
            .attribute("view", snapshot.view().number())
            .attribute("creator", snapshot.view().creator().value());
    snapshot
        .table()
        .values()
        .forEach((key, value) ->
            builder.child(
                keyed("value", key)
                    .attribute("writes", value.writes())
                    .attribute("writer", value.writer().value())
                    .attribute("value", value.text())
                    .build()));
    snapshot
        .table()
        .marks()
        .forEach((node, mark) ->
            builder.child(
                Element.builder("mark")
                    .attribute("node", node.value())
                    .attribute("incarnation", mark.incarnation())
                    .attribute("sequence", mark.sequence())
                    .build()));
    return builder.build();
  }

  private static AttributeTable table(Element snapshot) {
    ImmutableSortedMap.Builder<AttributeKey, AttributeValue> values =
        ImmutableSortedMap.naturalOrder();
    for (Element value : snapshot.children("value")) {
      values.put(
          key(value),
          new AttributeValue(
              value.attribute("value"), Needed.number(value, "writes"), node(value, "writer")));
    }
    ImmutableSortedMap.Builder<NodeName, ChangeMark> marks = ImmutableSortedMap.naturalOrder();
    for (Element mark : snapshot.children("mark")) {
      marks.put(node(mark, "node"), mark(mark));
    }
    return new AttributeTable(values.buildOrThrow(), marks.buildOrThrow());
  }

  private static Element.Builder keyed(String name, AttributeKey key) {
    return Element.builder(name)
        .attribute("node", key.node().value())
        .attribute("name", key.name());
  }

  private static AttributeKey key(Element element) {
    return new AttributeKey(node(element, "node"), Needed.text(element, "name"));
  }

  private static ChangeMark mark(Element element) {
    return new ChangeMark(
        Needed.number(element, "incarnation"), Needed.number(element, "sequence"));
  }

  private static NodeName node(Element element, String attribute) {
    return new NodeName(Needed.text(element, attribute));
  }
}
