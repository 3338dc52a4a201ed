package io.systole.protocol.controller;

import com.google.common.collect.ImmutableSortedSet;
import io.systole.cib.CibVersion;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.kernel.ViewId;
import io.systole.protocol.cib.CibSummary;
import io.systole.protocol.election.Round;
import io.systole.protocol.election.Vote;
import io.systole.protocol.join.HeldCib;
import io.systole.protocol.join.JoinMessage;
import io.systole.protocol.transition.TransitionKey;
import io.systole.xml.Digest;
import io.systole.xml.Element;
import io.systole.xml.Needed;

/** The controllers' messages as XML. */
public final class ControllerMessageCodec {

  private ControllerMessageCodec() {}

  public static Element encode(ControllerMessage message) {
    return switch (message) {
      case ControllerMessage.ElectionSaid said -> vote(said.vote());
      case ControllerMessage.JoinSaid said -> join(said.message());
      case ControllerMessage.OperationOrdered order ->
          epoch(Element.builder("order"), order.epoch())
              .attribute("to", order.to().value())
              .attribute("key", order.key().toString())
              .child(order.operation())
              .build();
      case ControllerMessage.OrderEnded ended ->
          epoch(Element.builder("order-ended"), ended.epoch())
              .attribute("key", ended.key().toString())
              .attribute("rc", ended.rc())
              .build();
      case ControllerMessage.ShutdownOrdered order ->
          epoch(Element.builder("shutdown"), order.epoch())
              .attribute("to", order.to().value())
              .build();
    };
  }

  /**
   * Reads a message.
   *
   * @throws IllegalArgumentException if it is none, with what is wrong with it
   */
  public static ControllerMessage decode(Element element) {
    return switch (element.name()) {
      case "vote" ->
          new ControllerMessage.ElectionSaid(
              new Vote(
                  new Round(view(element, "view"), (int) Needed.number(element, "round")),
                  epoch(element)));
      case "join-announce" -> said(new JoinMessage.JoinAnnounce(epoch(element)));
      case "join-offer" -> said(new JoinMessage.JoinOffer(epoch(element), to(element)));
      case "join-request" ->
          said(
              new JoinMessage.JoinRequest(
                  epoch(element), held(element), (int) Needed.number(element, "version")));
      case "join-ack" -> said(new JoinMessage.JoinAck(epoch(element), to(element)));
      case "join-nack" ->
          said(
              new JoinMessage.JoinNack(
                  epoch(element), node(element, "to"), element.attribute("reason", "")));
      case "join-confirm" -> said(new JoinMessage.JoinConfirm(epoch(element)));
      case "order" ->
          new ControllerMessage.OperationOrdered(
              epoch(element), node(element, "to"), key(element), operation(element));
      case "order-ended" ->
          new ControllerMessage.OrderEnded(
              epoch(element), key(element), (int) Needed.number(element, "rc"));
      case "shutdown" -> new ControllerMessage.ShutdownOrdered(epoch(element), node(element, "to"));
      default ->
          throw new IllegalArgumentException(
              "<" + element.name() + "> is no message of the group controller");
    };
  }

  private static ControllerMessage said(JoinMessage message) {
    return new ControllerMessage.JoinSaid(message);
  }

  private static Element vote(Vote vote) {
    return epoch(view(Element.builder("vote"), "view", vote.round().view()), vote.seen())
        .attribute("round", vote.round().number())
        .build();
  }

  private static Element join(JoinMessage message) {
    return switch (message) {
      case JoinMessage.JoinAnnounce announce ->
          epoch(Element.builder("join-announce"), announce.seen()).build();
      case JoinMessage.JoinOffer offer ->
          to(epoch(Element.builder("join-offer"), offer.epoch()), offer.to());
      case JoinMessage.JoinRequest request ->
          held(epoch(Element.builder("join-request"), request.epoch()), request.cib())
              .attribute("version", request.version())
              .build();
      case JoinMessage.JoinAck ack -> to(epoch(Element.builder("join-ack"), ack.epoch()), ack.to());
      case JoinMessage.JoinNack nack ->
          epoch(Element.builder("join-nack"), nack.epoch())
              .attribute("to", nack.to().value())
              .attribute("reason", nack.reason())
              .build();
      case JoinMessage.JoinConfirm confirm ->
          epoch(Element.builder("join-confirm"), confirm.epoch()).build();
    };
  }

  private static Element.Builder epoch(Element.Builder builder, Epoch epoch) {
    return builder
        .attribute("epoch", epoch.number())
        .attribute("coordinator", epoch.coordinator().value());
  }

  private static Epoch epoch(Element element) {
    return new Epoch(Needed.number(element, "epoch"), node(element, "coordinator"));
  }

  private static Element.Builder view(Element.Builder builder, String name, ViewId view) {
    return builder
        .attribute(name, view.number())
        .attribute(name + "-creator", view.creator().value());
  }

  private static ViewId view(Element element, String name) {
    return new ViewId(Needed.number(element, name), node(element, name + "-creator"));
  }

  private static Element.Builder held(Element.Builder builder, HeldCib held) {
    CibSummary cib = held.summary();
    return view(builder, "replicas", held.replicas())
        .attribute("term", cib.term().number())
        .attribute("term-coordinator", cib.term().coordinator().value())
        .attribute("admin_epoch", cib.version().adminEpoch())
        .attribute("cib_epoch", cib.version().epoch())
        .attribute("num_updates", cib.version().numUpdates())
        .attribute("live", Boolean.toString(cib.live()))
        .attribute("digest", cib.digest().toString());
  }

  private static HeldCib held(Element element) {
    CibVersion version =
        new CibVersion(
            Needed.number(element, "admin_epoch"),
            Needed.number(element, "cib_epoch"),
            Needed.number(element, "num_updates"));
    return new HeldCib(
        new CibSummary(
            new Epoch(Needed.number(element, "term"), node(element, "term-coordinator")),
            version,
            Needed.text(element, "live").equals("true"),
            digest(Needed.text(element, "digest"))),
        view(element, "replicas"));
  }

  private static Digest digest(String text) {
    return Digest.parse(text)
        .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is no digest"));
  }

  private static Element to(Element.Builder builder, ImmutableSortedSet<NodeName> nodes) {
    nodes.forEach(node -> builder.child(Element.of("to", "node", node.value())));
    return builder.build();
  }

  private static ImmutableSortedSet<NodeName> to(Element element) {
    ImmutableSortedSet.Builder<NodeName> nodes = ImmutableSortedSet.naturalOrder();
    element.children("to").forEach(to -> nodes.add(node(to, "node")));
    return nodes.build();
  }

  private static Element operation(Element order) {
    return order
        .child("rsc_op")
        .orElseThrow(() -> new IllegalArgumentException("<order> lacks an <rsc_op>"));
  }

  private static TransitionKey key(Element element) {
    String text = Needed.text(element, "key");
    return TransitionKey.parse(text)
        .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is no transition key"));
  }

  private static NodeName node(Element element, String attribute) {
    return new NodeName(Needed.text(element, attribute));
  }
}
