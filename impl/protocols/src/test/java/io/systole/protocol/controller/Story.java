package io.systole.protocol.controller;

import io.systole.protocol.join.JoinMessage;

/** Messages in words, for transcripts. */
final class Story {

  private Story() {}

  static String of(ControllerMessage message) {
    return switch (message) {
      case ControllerMessage.ElectionSaid said ->
          "vote " + said.vote().round() + " seen " + said.vote().seen();
      case ControllerMessage.JoinSaid said -> of(said.message());
      case ControllerMessage.OperationOrdered order ->
          "order "
              + order.epoch()
              + " to "
              + order.to()
              + ": "
              + order.operation().attribute("operation_key", "");
      case ControllerMessage.OrderEnded ended -> "ended " + ended.key() + " rc " + ended.rc();
      case ControllerMessage.ShutdownOrdered order -> "shutdown " + order.to();
    };
  }

  private static String of(JoinMessage message) {
    return switch (message) {
      case JoinMessage.JoinAnnounce announce -> "announce, seen " + announce.seen();
      case JoinMessage.JoinOffer offer -> "offer " + offer.epoch() + " to " + offer.to();
      case JoinMessage.JoinRequest request -> "request " + request.epoch();
      case JoinMessage.JoinAck ack -> "ack " + ack.epoch() + " to " + ack.to();
      case JoinMessage.JoinNack nack -> "nack " + nack.epoch() + " to " + nack.to();
      case JoinMessage.JoinConfirm confirm -> "confirm " + confirm.epoch();
    };
  }
}
